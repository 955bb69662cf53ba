import { z } from 'zod';
import { LEVELS } from '../../access/index.js';
import { asTimeOrNull } from '../../shared/index.js';
import { dateOf } from '../usage-days.js';
import { BACKWARD, days, isForward } from '../usage.schemas.js';
import type { AppMetrics, MetricsOfDay } from './app-metrics.js';

/** Query of `GET /apps/{id}/metrics`. */
export const MetricsQuery = z.object(days).refine(isForward, BACKWARD);
export type MetricsQuery = z.output<typeof MetricsQuery>;

const environment = z.enum(['production', 'sandbox']);
const count = z.number().int();
const level = z.enum(LEVELS);

const figures = {
  calls: count,
  errors: count.meta({ description: 'Calls with status 400 and above, whatever the reason.' }),
  by_status: z.object({ '401': count, '403': count, '404': count, '429': count }),
  missing_company: count.meta({ description: 'Calls without `Procore-Company-Id` where it is needed.' }),
};

const Total = z.object({
  environment,
  ...figures,
  error_rate: z.number().meta({ description: 'Errors by calls, 0 to 1.' }),
});

const Warning = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('expiring_secret'),
    client_id: z.string(),
    environment,
    secret_id: z.string(),
    expires_at: z.string().nullable(),
    expires_in_days: count,
  }),
  z.object({ kind: z.literal('unused_permission'), tool: z.string(), asks: level, used: level }),
  z.object({ kind: z.literal('missing_company'), environment, calls: count }),
]);

export const MetricsShape = z
  .object({
    from: z.string().meta({ format: 'date' }),
    to: z.string().meta({ format: 'date' }),
    installations: z.object({ active: count, suspended: count, uninstalled: count }),
    totals: z.array(Total),
    days: z.array(
      z.object({
        day: z.string().meta({ format: 'date' }),
        environment,
        installs: count,
        uninstalls: count,
        ...figures,
      }),
    ),
    warnings: z.array(Warning),
  })
  .meta({
    example: {
      from: '2026-01-01',
      to: '2026-01-30',
      installations: { active: 14, suspended: 1, uninstalled: 2 },
      totals: [
        {
          environment: 'production',
          calls: 1204,
          errors: 7,
          by_status: { '401': 2, '403': 4, '404': 0, '429': 0 },
          missing_company: 1,
          error_rate: 0.0058,
        },
      ],
      days: [
        {
          day: '2026-01-15',
          environment: 'production',
          installs: 1,
          uninstalls: 0,
          calls: 1204,
          errors: 7,
          by_status: { '401': 2, '403': 4, '404': 0, '429': 0 },
          missing_company: 1,
        },
      ],
      warnings: [{ kind: 'unused_permission', tool: 'project.rfis', asks: 'admin', used: 'read_only' }],
    },
  });

const figuresBody = ({ calls, errors, unauthorized, forbidden, notFound, tooMany, missingCompany }: MetricsOfDay) => ({
  calls,
  errors,
  by_status: { '401': unauthorized, '403': forbidden, '404': notFound, '429': tooMany },
  missing_company: missingCompany,
});

const RATE_DIGITS = 10_000;

function totalsOf(days: readonly MetricsOfDay[]): z.input<typeof Total>[] {
  return (['production', 'sandbox'] as const).flatMap((name) => {
    const those = days.filter((day) => day.environment === name).map(figuresBody);
    if (those.length === 0) return [];
    const sum = (pick: (one: (typeof those)[number]) => number): number =>
      those.reduce((total, one) => total + pick(one), 0);
    const statusSum = (status: '401' | '403' | '404' | '429') => sum((one) => one.by_status[status]);
    const [calls, errors] = [sum((one) => one.calls), sum((one) => one.errors)];
    return {
      environment: name,
      calls,
      errors,
      by_status: {
        '401': statusSum('401'),
        '403': statusSum('403'),
        '404': statusSum('404'),
        '429': statusSum('429'),
      },
      missing_company: sum((one) => one.missing_company),
      error_rate: calls === 0 ? 0 : Math.round((errors / calls) * RATE_DIGITS) / RATE_DIGITS,
    };
  });
}

function warningsOf(
  { expiring, unused }: AppMetrics,
  totals: readonly z.input<typeof Total>[],
): z.input<typeof Warning>[] {
  return [
    ...expiring.map(({ clientId, environment: where, secret, expiresInDays }) => ({
      kind: 'expiring_secret' as const,
      client_id: clientId,
      environment: where,
      secret_id: secret.id,
      expires_at: asTimeOrNull(secret.expiresAt),
      expires_in_days: expiresInDays,
    })),
    ...unused.map((permission) => ({ kind: 'unused_permission' as const, ...permission })),
    ...totals
      .filter(({ missing_company: calls }) => calls > 0)
      .map(({ environment: where, missing_company: calls }) => ({
        kind: 'missing_company' as const,
        environment: where,
        calls,
      })),
  ];
}

export function metricsBody(metrics: AppMetrics): z.input<typeof MetricsShape> {
  const totals = totalsOf(metrics.days);
  return {
    from: dateOf(metrics.from),
    to: dateOf(metrics.to),
    installations: { ...metrics.installations },
    totals,
    days: metrics.days.map((one) => ({
      day: dateOf(one.day),
      environment: one.environment,
      installs: one.installs,
      uninstalls: one.uninstalls,
      ...figuresBody(one),
    })),
    warnings: warningsOf(metrics, totals),
  };
}
