import { z } from 'zod';
import { asTimeOrNull } from '../../shared/index.js';
import type { PolicyInForce } from './credential-policies.js';

const Age = z
  .number()
  .int()
  .min(1)
  .max(3_650)
  .nullable()
  .meta({ description: 'Days after which a secret of a service account ends at the latest; null: no limit.' });

const AllowSecrets = z
  .boolean()
  .meta({ description: 'False: service accounts authenticate with keys alone (`private_key_jwt`).' });

/** Body of `PUT /companies/{company_id}/credential_policy`. */
export const SetCredentialPolicyBody = z
  .strictObject({
    max_secret_age_days: Age,
    allow_secrets: AllowSecrets.default(true),
    grace_days: z
      .number()
      .int()
      .min(0)
      .max(90)
      .default(14)
      .meta({ description: 'Days that secrets which the policy would not allow still work; 0 ends them now.' }),
  })
  .meta({ example: { max_secret_age_days: 90, grace_days: 14 } });

export type SetCredentialPolicyBody = z.output<typeof SetCredentialPolicyBody>;

export const CredentialPolicyShape = z
  .object({
    max_secret_age_days: Age,
    allow_secrets: AllowSecrets,
    set_by: z.number().int().nullable().meta({ description: 'Null: nobody has set one.' }),
    set_at: z.string().nullable().meta({ format: 'date-time' }),
    secrets: z.object({
      total: z.number().int().meta({ description: 'That still work, of all service accounts of the company.' }),
      without_end: z.number().int(),
      ending_within_30_days: z.number().int(),
    }),
  })
  .meta({
    example: {
      max_secret_age_days: 90,
      allow_secrets: true,
      set_by: 4,
      set_at: '2026-01-05T08:00:00.000Z',
      secrets: { total: 12, without_end: 0, ending_within_30_days: 2 },
    },
  });

export type CredentialPolicyBody = z.input<typeof CredentialPolicyShape>;

export const credentialPolicyBody = ({ policy, secrets }: PolicyInForce): CredentialPolicyBody => ({
  max_secret_age_days: policy?.maxSecretAgeDays ?? null,
  allow_secrets: policy?.allowSecrets ?? true,
  set_by: policy?.setBy ?? null,
  set_at: asTimeOrNull(policy?.setAt ?? null),
  secrets: {
    total: secrets.total,
    without_end: secrets.withoutEnd,
    ending_within_30_days: secrets.endingSoon,
  },
});
