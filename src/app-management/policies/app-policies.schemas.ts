import { z } from 'zod';
import { asTime } from '../../service-accounts/index.js';
import type { Company } from '../../directory/index.js';
import type { AppPolicy } from './app-policy.entity.js';

/** Body of `PATCH …/app_management/settings`. */
export const SettingsBody = z
  .strictObject({
    allow_user_installs: z.boolean().optional(),
    allow_project_configurations: z.boolean().optional(),
  })
  .meta({ example: { allow_user_installs: true } });

export type SettingsBody = z.output<typeof SettingsBody>;

export const SettingsShape = z
  .object({
    allow_user_installs: z
      .boolean()
      .meta({ description: 'Whether members may install apps without a service account, for themselves.' }),
    allow_project_configurations: z
      .boolean()
      .meta({ description: 'Whether project members may configure installed apps for their projects.' }),
  })
  .meta({ example: { allow_user_installs: false, allow_project_configurations: true } });

export type SettingsOfApps = z.input<typeof SettingsShape>;

export const settingsBody = ({ allowUserInstalls, allowProjectConfigurations }: Company): SettingsOfApps => ({
  allow_user_installs: allowUserInstalls,
  allow_project_configurations: allowProjectConfigurations,
});

/** Body of `PUT …/app_management/policies/{app_id}`. */
export const SetPolicyBody = z
  .strictObject({ policy: z.enum(['allowed', 'denied']), reason: z.string().trim().max(500).default('') })
  .meta({ example: { policy: 'denied', reason: 'Sends drawings abroad.' } });

export type SetPolicyBody = z.output<typeof SetPolicyBody>;

export const PolicyShape = z
  .object({
    app_id: z.number().int(),
    policy: z.enum(['allowed', 'denied']),
    reason: z.string(),
    set_by: z.number().int(),
    set_at: z.string(),
  })
  .meta({
    example: {
      app_id: 12,
      policy: 'denied',
      reason: 'Sends drawings abroad.',
      set_by: 1,
      set_at: '2026-01-05T08:00:00.000Z',
    },
  });

export type PolicyBody = z.input<typeof PolicyShape>;

export const policyBody = ({ appId, policy, reason, setBy, setAt }: AppPolicy): PolicyBody => ({
  app_id: appId,
  policy,
  reason,
  set_by: setBy,
  set_at: asTime(setAt),
});
