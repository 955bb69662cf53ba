/** The successful answer of the token endpoint (RFC 6749 §5.1), as Procore's clients read it. */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'bearer';
  /** Seconds. */
  readonly expires_in: number;
  readonly refresh_token?: string;
  readonly scope: string;
  /** OpenID Connect Core §3.1.3.3; with the scope `openid` alone. */
  readonly id_token?: string;
  /** Epoch seconds. */
  readonly created_at: number;
}

/** The answer with its refresh token, in the order of protocol.md. */
export function withRefreshToken(response: TokenResponse, refreshToken: string | undefined): TokenResponse {
  if (refreshToken === undefined) return response;
  const { access_token, token_type, expires_in, ...rest } = response;
  return { access_token, token_type, expires_in, refresh_token: refreshToken, ...rest };
}
