import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { Session } from '../../identity/index.js';
import { KeyRing } from '../../keys/index.js';
import { type Bucket, Limits, networkOf } from '../../limits/index.js';
import { isRandomId, randomId, requestContext } from '../../shared/index.js';
import type { AuthorizationRequest } from './authorization-request.js';

const LIFETIME_MS = 600_000;

/** Whose request it is: the browser, and who is signed in there. */
export interface Asker {
  /** The secret of the browser's cookie. */
  readonly browser: string;
  readonly session: Pick<Session, 'id'> | undefined;
}

/**
 * protocol.md, Endpoints: a stored request costs a row, and anybody may make one. Whoever is signed in counts alone, so that
 * strangers on the same network close nothing to them.
 */
const requestsOf = ({ session }: Asker): Bucket => ({
  name: `authorization_request:${session?.id ?? networkOf(requestContext().address)}`,
  limit: session ? 100 : 300,
  windowSeconds: LIFETIME_MS / 1000,
});

/** A stored request, with when it was made by the database's clock. */
export interface PendingRequest {
  readonly id: string;
  readonly request: AuthorizationRequest;
  readonly createdAt: number;
}

/** Requests that wait for their person: kept on the server, bound to the browser, answered once. */
@Injectable()
export class PendingRequests {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly limits: Limits,
  ) {}

  /** Throws 429 `too_many_attempts` when the person, or the network of nobody in particular, keeps too many. */
  async keep(request: AuthorizationRequest, asker: Asker): Promise<string> {
    await this.limits.take([requestsOf(asker)]);
    const id = randomId();
    const { now } = this.database.dialect;
    await this.database.execute(
      `INSERT INTO authorization_requests (id, browser_hash, request, created_at, expires_at)
       VALUES (?, ?, ?, ${now}, ${now} + ${LIFETIME_MS})`,
      [id, this.keys.hash(asker.browser), JSON.stringify(request)],
    );
    return id;
  }

  /** The request, if it is this browser's and has not run out or been answered. */
  async find(id: unknown, browser: string | undefined): Promise<PendingRequest | undefined> {
    if (!isRandomId(id) || browser === undefined) return undefined;
    const hashes = this.keys.hashes(browser);
    const [row] = await this.database.query<{ request: string; created_at: number }>(
      `SELECT request, created_at FROM authorization_requests
       WHERE id = ? AND browser_hash IN (${hashes.map(() => '?').join(', ')}) AND expires_at > ${this.database.dialect.now}`,
      [id, ...hashes],
    );
    if (!row) return undefined;
    return { id, request: JSON.parse(row.request) as AuthorizationRequest, createdAt: Number(row.created_at) };
  }

  /** The request in whichever browser, for what the pages before it have to know. */
  async peek(id: unknown): Promise<AuthorizationRequest | undefined> {
    if (!isRandomId(id)) return undefined;
    const [row] = await this.database.query<{ request: string }>(
      'SELECT request FROM authorization_requests WHERE id = ?',
      [id],
    );
    return row && (JSON.parse(row.request) as AuthorizationRequest);
  }

  /** Takes the request for an answer; false for whoever comes second. */
  async take(id: string): Promise<boolean> {
    return (await this.database.execute('DELETE FROM authorization_requests WHERE id = ?', [id])) === 1;
  }
}
