/** A token of one company, or of some of its projects (protocol.md, Rules). */
export interface Narrowing {
  readonly companyId: number;
  readonly projectIds: readonly number[] | null;
}

/** What an access token says, encrypted; short names because every request carries it. */
export interface AccessTokenClaims {
  readonly jti: string;
  /** Epoch seconds. */
  readonly iat: number;
  readonly exp: number;
  /** `client_id`. */
  readonly cid: string;
  /** Client epoch: an older one is dead. */
  readonly cep: number;
  /** The credential that obtained the token; empty for public clients. */
  readonly crd: string;
  readonly scp: string;
  /** Principal and its epoch; absent for an app's own token. */
  readonly sub?: number;
  readonly pep?: number;
  /** Grant and refresh family of a user's authorization. */
  readonly gid?: string;
  readonly fid?: string;
  readonly nar?: Narrowing;
}

/** A token that passed verification. */
export interface VerifiedToken {
  readonly jti: string;
  readonly clientId: string;
  readonly principalId: number | null;
  readonly principalEpoch: number | null;
  readonly grantId: string | null;
  readonly familyId: string | null;
  /** Blank-separated. */
  readonly scope: string;
  readonly narrowing: Narrowing | null;
  /** Epoch seconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export const verifiedToken = (claims: AccessTokenClaims): VerifiedToken => ({
  jti: claims.jti,
  clientId: claims.cid,
  principalId: claims.sub ?? null,
  principalEpoch: claims.pep ?? null,
  grantId: claims.gid ?? null,
  familyId: claims.fid ?? null,
  scope: claims.scp,
  narrowing: claims.nar ?? null,
  issuedAt: claims.iat,
  expiresAt: claims.exp,
});
