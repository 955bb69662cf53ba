import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { KeyRing } from '../../keys/index.js';
import { type Bucket, Limits, networkOf } from '../../limits/index.js';
import { BASE62_256, randomBase62 } from '../../shared/index.js';

const LIFETIME_MS = 600_000;
const STATE = new RegExp(`^[0-9A-Za-z]{${BASE62_256}}$`);

/** Each costs a row, and anybody may begin one. */
const beginningsOf = (address: string): Bucket => ({
  name: `sso_flow:${networkOf(address)}`,
  limit: 300,
  windowSeconds: LIFETIME_MS / 1000,
});

/** What has to be known when the person comes back. */
export interface NewFlow {
  /** RFC 7636 §4.1 */
  readonly verifier: string;
  readonly nonce: string;
  readonly returnTo: string;
  /** Whether an earlier sign-in of the provider's own does not do. */
  readonly mustBeNew: boolean;
}

interface FlowContent extends NewFlow {
  /** By the database's clock, epoch milliseconds: what is demanded later is not proven by it. */
  readonly begunAt: number;
}

export interface Flow extends FlowContent {
  readonly providerId: number;
}

interface Row {
  readonly hash: string;
  readonly provider_id: number | string;
  readonly sealed: string;
}

/** Sign-ins that are under way: kept on the server, bound to their browser, good once and for ten minutes. */
@Injectable()
export class SsoFlows {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly limits: Limits,
  ) {}

  /** Throws 429 `too_many_attempts` where a network begins too many. */
  async admit(address: string): Promise<void> {
    await this.limits.take([beginningsOf(address)]);
  }

  /** Keeps a flow; its state. */
  async begin(providerId: number, browser: string, flow: NewFlow): Promise<string> {
    const state = randomBase62(BASE62_256);
    const hash = this.keys.hash(state);
    const content: FlowContent = { ...flow, begunAt: await this.database.now() };
    const sealed = this.keys.seal('sso', Buffer.from(JSON.stringify(content)), contextOf(hash));
    await this.database.execute(
      `INSERT INTO sso_flows (hash, browser_hash, provider_id, sealed, expires_at)
       VALUES (?, ?, ?, ?, ${this.database.dialect.now} + ${LIFETIME_MS})`,
      [hash, this.keys.hash(browser), providerId, sealed],
    );
    return state;
  }

  /** Uses a flow up, for one of several who try; undefined for one that ran out, was used, or is another browser's. */
  async take(state: string | undefined, browser: string | undefined): Promise<Flow | undefined> {
    if (state === undefined || !STATE.test(state) || browser === undefined) return undefined;
    const [hashes, browsers] = [this.keys.hashes(state), this.keys.hashes(browser)];
    const isGood = `browser_hash IN (${marks(browsers)}) AND expires_at > ${this.database.dialect.now}`;
    const [row] = await this.database.query<Row>(
      `SELECT hash, provider_id, sealed FROM sso_flows WHERE hash IN (${marks(hashes)}) AND ${isGood}`,
      [...hashes, ...browsers],
    );
    if (!row) return undefined;
    const taken = await this.database.execute(`DELETE FROM sso_flows WHERE hash = ? AND ${isGood}`, [
      row.hash,
      ...browsers,
    ]);
    const content = this.keys.open('sso', row.sealed, contextOf(row.hash));
    if (taken !== 1 || !content) return undefined;
    return { ...(JSON.parse(content.toString()) as FlowContent), providerId: Number(row.provider_id) };
  }
}

const contextOf = (hash: string): string => `sso_flow:${hash}`;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
