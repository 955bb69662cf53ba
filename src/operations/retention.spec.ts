import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ChangeFeed1760000000100,
  ChangeFeedEntry,
  createDataSource,
  Database,
  type Schema,
  type SqlValue,
} from '../database/index.js';
import { AppInvitation, Apps1760000001100, DeveloperApps1760000002500 } from '../apps/index.js';
import {
  Identity1760000000500,
  EmailConfirmation,
  EmailConfirmations1760000003300,
  PasswordReset,
  PasswordResets1760000002820,
  Principal,
  SecondFactors1760000002945,
  SessionMethods1760000002830,
  SessionRow,
  User,
} from '../identity/index.js';
import { Mail, Mails1760000002800 } from '../mail/index.js';
import { Throttle, Throttles1760000000400 } from '../limits/index.js';
import {
  AuthorizationCodeEntity,
  AuthorizationRequestEntity,
  ClientSessionEntity,
  ClientSessions1760000002955,
  OAuth1760000000900,
} from '../oauth/index.js';
import {
  GrantCompanyEntity,
  GrantEntity,
  RefreshFamilyEntity,
  RevocationEntity,
  Tokens1760000000800,
} from '../tokens/index.js';
import { Idempotency1760000000850, IdempotencyRecord } from '../requests/index.js';
import {
  ClientEntity,
  ClientKeyEntity,
  ClientKeys1760000002720,
  ClientOriginEntity,
  Clients1760000000600,
  ClientSecretEntity,
  UsedAssertion,
} from '../clients/index.js';
import { CompanyInvitation, CompanyInvitations1760000002810, Directory1760000000700 } from '../directory/index.js';
import {
  EmailDomain,
  EmergencyAdministrator,
  IdentityProvider,
  LinkedIdentity,
  SingleSignOn1760000002960,
  SsoFlow,
  SsoSession,
} from '../sso/index.js';
import { ApiUsage, Usage1760000002400, UsageBatch, UsageSubject, UsageTotal } from '../usage/index.js';
import {
  Webhook,
  WebhookAttempt,
  WebhookDelivery,
  WebhookNotice,
  Webhooks1760000002450,
  WebhookSecret,
} from '../webhooks/index.js';
import { Retention } from './retention.js';
import { RETENTION_RULES } from './retention.rules.js';

const SCHEMA: Schema = {
  entities: [
    IdentityProvider,
    EmergencyAdministrator,
    EmailDomain,
    LinkedIdentity,
    SsoFlow,
    SsoSession,
    ChangeFeedEntry,
    Throttle,
    Principal,
    User,
    SessionRow,
    ClientEntity,
    ClientOriginEntity,
    ClientSecretEntity,
    ClientKeyEntity,
    UsedAssertion,
    GrantEntity,
    GrantCompanyEntity,
    RefreshFamilyEntity,
    RevocationEntity,
    AppInvitation,
    IdempotencyRecord,
    AuthorizationCodeEntity,
    AuthorizationRequestEntity,
    ClientSessionEntity,
    ApiUsage,
    UsageBatch,
    UsageTotal,
    UsageSubject,
    Webhook,
    WebhookSecret,
    WebhookDelivery,
    WebhookAttempt,
    WebhookNotice,
    Mail,
    EmailConfirmation,
    PasswordReset,
    CompanyInvitation,
  ],
  migrations: [
    ChangeFeed1760000000100,
    Throttles1760000000400,
    Identity1760000000500,
    Clients1760000000600,
    Directory1760000000700,
    Tokens1760000000800,
    Idempotency1760000000850,
    OAuth1760000000900,
    Apps1760000001100,
    Usage1760000002400,
    Webhooks1760000002450,
    DeveloperApps1760000002500,
    ClientKeys1760000002720,
    Mails1760000002800,
    PasswordResets1760000002820,
    SessionMethods1760000002830,
    CompanyInvitations1760000002810,
    SecondFactors1760000002945,
    ClientSessions1760000002955,
    SingleSignOn1760000002960,
    EmailConfirmations1760000003300,
  ],
};

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describe('Retention', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-retention-'));
  const settings = { engine: 'embedded', file: join(folder, 'test.db'), pool: 1 } as const;
  const database = new Database(createDataSource(settings, SCHEMA));
  let count = 0;

  /** A row whose time lies `ms` from now; the other columns hold what their type allows. */
  async function row(table: string, ms: number): Promise<void> {
    const rule = RETENTION_RULES.find((one) => one.table === table);
    const { key, column } = rule ?? { key: '', column: '' };
    const columns = await database.query<{ name: string; type: string }>(`PRAGMA table_info(${table})`);
    const used = columns.filter(({ name }) => !(name === 'id' && key === 'id' && /int/i.test(typeOf(columns, 'id'))));
    const valueOf = (name: string, type: string): SqlValue => {
      if (name === rule?.only?.column) return rule.only.value;
      if (!/int/i.test(type)) return `${name}${++count}`;
      return name === key ? ++count : 1;
    };
    const values = used.map(({ name, type }) => valueOf(name, type));
    values[used.findIndex(({ name }) => name === column)] = (await database.now()) + ms;
    const marks = used.map(() => '?').join(', ');
    const names = used.map(({ name }) => name).join(', ');
    await database.execute(`INSERT INTO ${table} (${names}) VALUES (${marks})`, values);
  }

  const typeOf = (columns: { name: string; type: string }[], name: string): string =>
    columns.find((column) => column.name === name)?.type ?? '';

  const left = async (table: string): Promise<number> => {
    const [{ n }] = await database.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`);
    return Number(n);
  };

  beforeAll(async () => {
    await database.connect();
    await database.dataSource.runMigrations();
    await database.query('PRAGMA foreign_keys = OFF');
  });
  beforeEach(async () => {
    for (const { table } of RETENTION_RULES) await database.execute(`DELETE FROM ${table}`);
  });
  afterAll(async () => {
    await database.dataSource.destroy();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['authorization_codes', -25 * HOUR, -23 * HOUR],
    ['authorization_requests', -SECOND, HOUR],
    ['sessions', -SECOND, HOUR],
    ['mails', -SECOND, HOUR],
    ['sso_flows', -SECOND, HOUR],
    ['sso_sessions', -SECOND, HOUR],
    ['password_resets', -SECOND, HOUR],
    ['email_confirmations', -SECOND, HOUR],
    ['company_invitations', -SECOND, HOUR],
    ['revocations', -SECOND, HOUR],
    ['client_keys', -25 * HOUR, -23 * HOUR],
    ['used_assertions', -120 * SECOND, -30 * SECOND],
    ['idempotency_records', -SECOND, HOUR],
    ['webhook_attempts', -31 * 24 * HOUR, -29 * 24 * HOUR],
    ['webhook_deliveries', -31 * 24 * HOUR, -29 * 24 * HOUR],
    ['webhooks', -32 * 24 * HOUR, -30 * 24 * HOUR],
    ['webhook_secrets', -SECOND, HOUR],
    ['webhook_notices', -61 * 24 * HOUR, -59 * 24 * HOUR],
    ['app_invitations', -SECOND, HOUR],
    ['change_feed', -61 * SECOND, -50 * SECOND],
    ['api_usage', -404 * 24 * HOUR, -402 * 24 * HOUR],
    ['usage_totals', -404 * 24 * HOUR, -402 * 24 * HOUR],
    ['usage_batches', -25 * HOUR, -23 * HOUR],
    ['throttles', -SECOND, HOUR],
  ])('deletes what has run out of %s, and nothing else', async (table, over, needed) => {
    await row(table, over);
    await row(table, over);
    await row(table, needed);
    expect(await new Retention(database).sweep()).toMatchObject({ [table]: 2 });
    expect(await left(table)).toBe(1);
    expect(await new Retention(database).sweep()).toMatchObject({ [table]: 0 });
  });

  it('keeps a webhook that somebody still has, however long nobody changed it', async () => {
    await row('webhooks', -400 * 24 * HOUR);
    await database.execute("UPDATE webhooks SET state = 'paused'");
    expect(await new Retention(database).sweep()).toMatchObject({ webhooks: 0 });
    expect(await left('webhooks')).toBe(1);
  });

  it('works through as many batches as there are', async () => {
    for (let i = 0; i < 7; i++) await row('revocations', -SECOND);
    expect(await new Retention(database).sweep(3)).toMatchObject({ revocations: 7 });
    expect(await left('revocations')).toBe(0);
  });

  it('by two processes deletes every row once', async () => {
    for (let i = 0; i < 20; i++) await row('sessions', -SECOND);
    const swept = await Promise.all([new Retention(database).sweep(4), new Retention(database).sweep(4)]);
    expect(swept.reduce((sum, deleted) => sum + deleted.sessions, 0)).toBe(20);
  });

  it('begins no batch any more once the process stops', async () => {
    await row('sessions', -SECOND);
    const retention = new Retention(database);
    retention.onApplicationBootstrap();
    await retention.beforeApplicationShutdown();
    expect(await retention.sweep()).toMatchObject({ sessions: 0 });
    expect(await left('sessions')).toBe(1);
  });
});
