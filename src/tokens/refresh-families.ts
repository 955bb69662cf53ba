import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { KeyRing } from '../keys/index.js';
import { deriveKey, equalInConstantTime, randomId, seal, unseal } from '../shared/index.js';
import { type Connection, connectionColumns } from './connection.js';
import { newRefreshToken, type PresentedRefreshToken, readRefreshToken } from './refresh-token.js';
import type { SignInFacts } from './sign-in-facts.js';
import { type TokenResponse, withRefreshToken } from './token-response.js';

/** A family as one read finds it, with the database's clock of that moment. */
export interface Family {
  readonly id: string;
  readonly grantId: string;
  readonly userId: number;
  readonly clientRowId: number;
  readonly scopes: string;
  readonly generation: number;
  readonly tokenHash: string | null;
  readonly previousHash: string | null;
  readonly rotatedAt: number | null;
  readonly sealedResponse: string | null;
  readonly createdAt: number;
  readonly principalEpoch: number;
  readonly clientEpoch: number;
  readonly signIn: SignInFacts | null;
  readonly isRevoked: boolean;
  readonly now: number;
}

export interface NewFamily {
  /** Chosen by the caller, so that the code can name it. */
  readonly id: string;
  readonly grantId: string;
  readonly userId: number;
  readonly clientRowId: number;
  readonly scopes: string;
  readonly connections: readonly Connection[];
  readonly principalEpoch: number;
  readonly clientEpoch: number;
  readonly signIn: SignInFacts | null;
  readonly isRefreshable: boolean;
}

/**
 * Where a presented token stands in its family: `current`; `repeated` (just rotated: gets the same answer again);
 * `straggler` (harmless: the family rotated a moment ago); `replayed` (the family is to be revoked); `dead`.
 */
export type Standing = 'current' | 'repeated' | 'straggler' | 'replayed' | 'dead';

interface FamilyRow {
  readonly [column: string]: string | number | null;
}

const COLUMNS =
  'f.id, f.grant_id, f.user_id, f.client_row_id, f.scopes, f.generation, f.token_hash, f.previous_hash, f.rotated_at, ' +
  'f.sealed_response, f.created_at, f.principal_epoch, f.client_epoch, f.sign_in, COALESCE(f.revoked_at, g.revoked_at) AS revoked_at';

const numberOrNull = (value: string | number | null): number | null => (value === null ? null : Number(value));

const familyOf = (row: FamilyRow): Family => ({
  id: String(row.id),
  grantId: String(row.grant_id),
  userId: Number(row.user_id),
  clientRowId: Number(row.client_row_id),
  scopes: String(row.scopes),
  generation: Number(row.generation),
  tokenHash: row.token_hash as string | null,
  previousHash: row.previous_hash as string | null,
  rotatedAt: numberOrNull(row.rotated_at),
  sealedResponse: row.sealed_response as string | null,
  createdAt: Number(row.created_at),
  principalEpoch: Number(row.principal_epoch),
  clientEpoch: Number(row.client_epoch),
  signIn: row.sign_in === null ? null : (JSON.parse(String(row.sign_in)) as SignInFacts),
  isRevoked: row.revoked_at !== null,
  now: Number(row.now),
});

/** The families of refresh tokens: opened with a code, rotated by each refresh, one row each (protocol.md). */
@Injectable()
export class RefreshFamilies {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  static newId = randomId;

  /**
   * Opens a family in the caller's transaction, with its first refresh token, where the client may refresh. Undefined
   * where the grant was revoked: whoever revokes it and whoever opens a family come one after the other.
   */
  async open(family: NewFamily): Promise<{ readonly refreshToken?: string } | undefined> {
    const { forUpdate, now } = this.database.dialect;
    const token = family.isRefreshable ? newRefreshToken(this.keys, family.id, 1) : undefined;
    const opened = await this.database.execute(
      `INSERT INTO refresh_families (id, grant_id, user_id, client_row_id, scopes, companies, connections, principal_epoch,
       client_epoch, sign_in, generation, token_hash, created_at)
       SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ${now} FROM grants WHERE id = ? AND revoked_at IS NULL${forUpdate}`,
      [
        family.id,
        family.userId,
        family.clientRowId,
        family.scopes,
        ...connectionColumns(family.connections),
        family.principalEpoch,
        family.clientEpoch,
        family.signIn === null ? null : JSON.stringify(family.signIn),
        token === undefined ? null : this.keys.hash(token),
        family.grantId,
      ],
    );
    return opened === 1 ? { ...(token !== undefined && { refreshToken: token }) } : undefined;
  }

  /** Reads a token's own claims, without the database. */
  read(token: string): PresentedRefreshToken | undefined {
    return readRefreshToken(this.keys, token);
  }

  async find(familyId: string): Promise<Family | undefined> {
    const [row] = await this.database.query<FamilyRow>(
      `SELECT ${COLUMNS}, ${this.database.dialect.now} AS now FROM refresh_families f JOIN grants g ON g.id = f.grant_id WHERE f.id = ?`,
      [familyId],
    );
    return row && familyOf(row);
  }

  /** RFC 9700 §4.14.2: an old token shown again means that somebody else has the family too. */
  standingOf(family: Family, presented: PresentedRefreshToken, graceSeconds: number): Standing {
    if (family.isRevoked || presented.generation > family.generation) return 'dead';
    const isRecent = family.rotatedAt !== null && family.now - family.rotatedAt <= graceSeconds * 1000;
    if (presented.generation === family.generation) {
      return this.isHashOf(presented.token, family.tokenHash) ? 'current' : 'dead';
    }
    if (presented.generation < family.generation - 1) return isRecent ? 'straggler' : 'replayed';
    if (!this.isHashOf(presented.token, family.previousHash)) return 'dead';
    return isRecent ? 'repeated' : 'replayed';
  }

  /**
   * Makes the successor of the current token, one conditional update; undefined where another request was faster.
   * The answer is kept for the grace window, sealed under a key that only the presented token gives.
   */
  async rotate(
    family: Family,
    presented: PresentedRefreshToken,
    answer: { readonly response: TokenResponse; readonly parameters: string },
  ): Promise<TokenResponse | undefined> {
    const token = newRefreshToken(this.keys, family.id, family.generation + 1);
    const response = withRefreshToken(answer.response, token);
    const content = JSON.stringify({ response, parameters: answer.parameters });
    const rotated = await this.database.execute(
      `UPDATE refresh_families SET generation = generation + 1, previous_hash = token_hash, token_hash = ?,
       rotated_at = ${this.database.dialect.now}, sealed_response = ?
       WHERE id = ? AND generation = ? AND revoked_at IS NULL`,
      [this.keys.hash(token), seal(keyOf(presented.token), content, family.id), family.id, family.generation],
    );
    return rotated === 1 ? response : undefined;
  }

  /** The answer that the just-rotated token got, for the same parameters only. */
  repeat(family: Family, presented: PresentedRefreshToken, parameters: string): TokenResponse | undefined {
    const plain = unseal(keyOf(presented.token), family.sealedResponse ?? '', family.id);
    if (!plain) return undefined;
    const kept = JSON.parse(plain.toString()) as { response: TokenResponse; parameters: string };
    return kept.parameters === parameters ? kept.response : undefined;
  }

  private isHashOf(token: string, hash: string | null): boolean {
    return hash !== null && this.keys.hashes(token).some((candidate) => equalInConstantTime(candidate, hash));
  }
}

const keyOf = (token: string): Buffer => deriveKey(token, 'refresh response');

/** A fingerprint of what a refresh asked for: only the same question gets the same answer. */
export const parametersFingerprint = (parameters: readonly (string | undefined)[]): string =>
  createHash('sha256').update(JSON.stringify(parameters)).digest('base64url');
