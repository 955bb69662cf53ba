import { Injectable } from '@nestjs/common';
import { expiryOf } from '../../clients/index.js';
import { Database } from '../../database/index.js';
import { Administrators } from '../../directory/index.js';
import { asTime } from '../../shared/index.js';
import { DeliveryOutbox } from '../delivery/delivery-outbox.js';
import { type EventType, hears } from './event-types.js';

const TYPE: EventType = 'secret.expiring';

/** Days before its end at which a secret is told of, the most urgent first. */
const THRESHOLDS = [1, 7, 30] as const;
const FIRST_WARNING_MS = 30 * 24 * 3_600_000;

/** A secret that ends soon, and a webhook that hears of it. */
interface Row {
  readonly webhook_id: number | string;
  readonly event_types: string;
  readonly secret_id: string;
  readonly hint: string;
  readonly expires_at: number | string;
  readonly client_id: string;
  readonly client_name: string;
  readonly app_id: number | string | null;
  readonly service_account_id: number | string | null;
  readonly company_id: number | string | null;
  readonly created_by: number | string;
}

const SECRET =
  'w.id AS webhook_id, w.event_types, w.company_id, w.created_by, s.id AS secret_id, s.hint, s.expires_at, c.client_id, c.name AS client_name';

/** Tells of secrets that end soon: once for each webhook, secret and threshold, whichever process looks. */
@Injectable()
export class ExpiringSecrets {
  constructor(
    private readonly database: Database,
    private readonly outbox: DeliveryOutbox,
    private readonly administrators: Administrators,
  ) {}

  /** How many deliveries came of it. */
  async tell(): Promise<number> {
    const now = await this.database.now();
    let told = 0;
    for (const row of [...(await this.ofApps()), ...(await this.ofServiceAccounts())]) {
      const isWanted = hears(JSON.parse(row.event_types) as string[], TYPE) && (await this.mayHear(row));
      if (isWanted && (await this.tellOf(row, now))) told++;
    }
    return told;
  }

  /** Service accounts are the administrators' affair, not that of everybody who manages apps. */
  private async mayHear({ company_id, created_by }: Row): Promise<boolean> {
    return company_id === null || this.administrators.isAdministrator(Number(company_id), Number(created_by));
  }

  private tellOf(row: Row, now: number): Promise<boolean> {
    const { expiresInDays } = expiryOf(Number(row.expires_at), now);
    const threshold = THRESHOLDS.find((days) => (expiresInDays ?? Infinity) <= days);
    if (threshold === undefined) return Promise.resolve(false);
    return this.database.transaction(async () => {
      const notice = `secret:${row.secret_id}:${threshold}:${row.webhook_id}`;
      if (!(await this.isFirst(notice))) return false;
      await this.outbox.put([{ webhookId: Number(row.webhook_id), type: TYPE, data: dataOf(row, expiresInDays) }]);
      return true;
    });
  }

  private async isFirst(notice: string): Promise<boolean> {
    const { insertIgnore, now } = this.database.dialect;
    const sql = `${insertIgnore} INTO webhook_notices (id, noticed_at) VALUES (?, ${now})`;
    return (await this.database.execute(sql, [notice])) === 1;
  }

  private ofApps(): Promise<Row[]> {
    return this.rows(
      `SELECT ${SECRET}, c.app_id, NULL AS service_account_id FROM webhooks w JOIN apps a ON a.id = w.app_id
       JOIN clients c ON c.app_id = w.app_id JOIN client_secrets s ON s.client_row_id = c.id
       WHERE a.status = 'active'`,
    );
  }

  private ofServiceAccounts(): Promise<Row[]> {
    return this.rows(
      `SELECT ${SECRET}, NULL AS app_id, a.principal_id AS service_account_id FROM webhooks w
       JOIN service_accounts a ON a.company_id = w.company_id JOIN clients c ON c.id = a.client_row_id
       JOIN client_secrets s ON s.client_row_id = c.id WHERE a.status = 'active'`,
    );
  }

  private rows(select: string): Promise<Row[]> {
    const { now } = this.database.dialect;
    return this.database.query<Row>(
      `${select} AND w.state = 'active' AND s.revoked_at IS NULL AND s.expires_at > ${now}` +
        ` AND s.expires_at <= ${now} + ${FIRST_WARNING_MS} ORDER BY s.expires_at, w.id`,
    );
  }
}

const dataOf = (row: Row, expiresInDays: number | null): object => ({
  client: { client_id: row.client_id, name: row.client_name },
  ...(row.app_id === null ? {} : { app_id: Number(row.app_id) }),
  ...(row.service_account_id === null ? {} : { service_account_id: Number(row.service_account_id) }),
  secret_id: row.secret_id,
  hint: row.hint,
  expires_at: asTime(Number(row.expires_at)),
  expires_in_days: expiresInDays,
});
