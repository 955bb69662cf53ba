import { Injectable } from '@nestjs/common';
import { ScopeSet } from '../../access/index.js';
import { AuditTrail } from '../../audit/index.js';
import type { Client } from '../../clients/index.js';
import { Database } from '../../database/index.js';
import type { Session } from '../../identity/index.js';
import { KeyRing } from '../../keys/index.js';
import { newSecret, SECRET_PREFIXES, secretPayload } from '../../shared/index.js';
import { type Connection, connectionColumns, connectionsOf } from '../../tokens/index.js';
import type { AuthorizationRequest } from './authorization-request.js';
import type { CodeSignIn } from './authorization-code.entity.js';

/** RFC 6749 §4.1.2: short-lived; Procore's clients expect ten minutes. */
const LIFETIME_MS = 600_000;

export interface NewCode {
  readonly clientRowId: number;
  readonly userId: number;
  readonly grantId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string | null;
  readonly scopes: string;
  readonly connections: readonly Connection[];
  readonly principalEpoch: number;
  readonly clientEpoch: number;
  readonly signIn: CodeSignIn | null;
}

/** What a code says of its request, its client and its person; an ID token tells of the sign-in as it is now. */
export const codeFacts = (request: AuthorizationRequest, client: Client, session: Session) => ({
  clientRowId: client.id,
  clientEpoch: client.epoch,
  userId: session.userId,
  principalEpoch: session.principalEpoch,
  redirectUri: request.redirectUri,
  codeChallenge: request.codeChallenge,
  scopes: request.scopes,
  signIn: ScopeSet.of(request.scopes).has('openid') ? signInOf(request, session) : null,
});

const signInOf = ({ nonce = null }: AuthorizationRequest, session: Session): CodeSignIn => ({
  nonce,
  authTime: Math.floor(session.authenticatedAt / 1000),
  amr: session.amr,
  sessionId: session.id,
});

export interface AuthorizationCode extends NewCode {
  readonly hash: string;
  readonly isConsumed: boolean;
}

/** Authorization codes: issued with a consent, used up once. */
@Injectable()
export class AuthorizationCodes {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly audit: AuditTrail,
  ) {}

  /** Issues a code; the only time it is seen. */
  async issue(code: NewCode): Promise<string> {
    const secret = newSecret(SECRET_PREFIXES.authorizationCode);
    await this.database.execute(
      `INSERT INTO authorization_codes
       (hash, client_row_id, user_id, grant_id, redirect_uri, code_challenge, scopes, companies, connections,
        principal_epoch, client_epoch, sign_in, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${this.database.dialect.now} + ${LIFETIME_MS})`,
      [
        this.keys.hash(secret),
        code.clientRowId,
        code.userId,
        code.grantId,
        code.redirectUri,
        code.codeChallenge,
        code.scopes,
        ...connectionColumns(code.connections),
        code.principalEpoch,
        code.clientEpoch,
        code.signIn === null ? null : JSON.stringify(code.signIn),
      ],
    );
    return secret;
  }

  /** The code as presented, or undefined for one that is damaged or unknown. */
  async find(presented: string): Promise<AuthorizationCode | undefined> {
    if (secretPayload(SECRET_PREFIXES.authorizationCode, presented) === undefined) return undefined;
    const hashes = this.keys.hashes(presented);
    const [row] = await this.database.query<Record<string, string | number | null>>(
      `SELECT * FROM authorization_codes WHERE hash IN (${hashes.map(() => '?').join(', ')})`,
      hashes,
    );
    return row && codeOf(row);
  }

  /** Ends a code that somebody tried with a wrong redirect URI or verifier. */
  async burn(code: AuthorizationCode): Promise<void> {
    const event = { action: 'authorization_code.burned', subjectType: 'grant', subjectId: code.grantId };
    await this.database.transaction(async () => {
      if (!(await this.consume(code, null))) return;
      await this.audit.record({ ...event, after: { user_id: code.userId } });
    });
  }

  /** Uses the code up, for the family of that id; false for whoever comes second, or too late. */
  async consume({ hash }: AuthorizationCode, familyId: string | null): Promise<boolean> {
    const { now } = this.database.dialect;
    const consumed = await this.database.execute(
      `UPDATE authorization_codes SET consumed_at = ${now}, family_id = ? WHERE hash = ? AND consumed_at IS NULL AND expires_at > ${now}`,
      [familyId, hash],
    );
    return consumed === 1;
  }
}

const codeOf = (row: Record<string, string | number | null>): AuthorizationCode => ({
  hash: String(row.hash),
  clientRowId: Number(row.client_row_id),
  userId: Number(row.user_id),
  grantId: String(row.grant_id),
  redirectUri: String(row.redirect_uri),
  codeChallenge: row.code_challenge as string | null,
  scopes: String(row.scopes),
  connections: connectionsOf(
    JSON.parse(String(row.companies)) as number[],
    JSON.parse(String(row.connections)) as (string | null)[] | null,
  ),
  principalEpoch: Number(row.principal_epoch),
  clientEpoch: Number(row.client_epoch),
  signIn: row.sign_in === null ? null : (JSON.parse(String(row.sign_in)) as CodeSignIn),
  isConsumed: row.consumed_at !== null,
});
