import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { RefreshFamilies, type SignInFacts, TokenRevoker } from '../../tokens/index.js';
import { ClientSessions } from '../logout/client-sessions.js';
import { type AuthorizationCode, AuthorizationCodes } from './authorization-codes.js';

/** What a redemption opened. */
export interface Redeemed {
  readonly familyId: string;
  readonly signIn: SignInFacts | null;
  readonly nonce: string | null;
  readonly refreshToken?: string;
}

/** What comes of a code that its client shows, the first time and every other. */
@Injectable()
export class CodeRedemption {
  constructor(
    private readonly database: Database,
    private readonly codes: AuthorizationCodes,
    private readonly families: RefreshFamilies,
    private readonly clientSessions: ClientSessions,
    private readonly revoker: TokenRevoker,
  ) {}

  /**
   * Consumes the code and opens its family, in one transaction, so that whoever comes second finds what the first
   * got. Undefined where the code was consumed or has run out, or what it was issued for was revoked, or the sign-in
   * that it rests on is over: then it is consumed for nothing.
   */
  async redeem(code: AuthorizationCode, isRefreshable: boolean): Promise<Redeemed | undefined> {
    return this.database.transaction(async () => {
      const familyId = RefreshFamilies.newId();
      if (!(await this.codes.consume(code, familyId))) return undefined;
      const signIn = await this.signInOf(code);
      if (signIn === undefined) return undefined;
      const opened = await this.families.open({ ...code, id: familyId, isRefreshable, signIn });
      return opened && { familyId, signIn, nonce: code.signIn?.nonce ?? null, ...opened };
    });
  }

  /** Revokes what an earlier redemption of the code got. */
  async revokeWhatItGot({ hash }: AuthorizationCode): Promise<void> {
    const [row] = await this.database.query<{ family_id: string | null }>(
      'SELECT family_id FROM authorization_codes WHERE hash = ?',
      [hash],
    );
    if (row?.family_id) await this.revoker.revokeFamily(row.family_id, 'code_replayed');
  }

  /** Undefined where the session has ended meanwhile: a sign-in that is over signs nobody in. */
  private async signInOf({ signIn, clientRowId }: AuthorizationCode): Promise<SignInFacts | null | undefined> {
    if (signIn === null) return null;
    const sid = await this.clientSessions.enter(signIn.sessionId, clientRowId);
    return sid === undefined ? undefined : { authTime: signIn.authTime, amr: signIn.amr, sid };
  }
}
