import { ExpectedError } from '../../shared/index.js';
import type { OAuthErrorCode } from '../oauth.errors.js';

/** Where an answer may go, once client and redirect URI are proven. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly state: string | null;
}

/** What differed before client and redirect URI were proven: shown on a page, never redirected (RFC 6749 §4.1.2.1). */
export type UnprovenFault = 'unknown_client' | 'redirect_uri_mismatch' | 'repeated_parameter';

export class UnprovenRequestError extends ExpectedError {
  readonly status = 400;
  readonly code = 'invalid_request';

  constructor(readonly fault: UnprovenFault) {
    super(fault);
    this.name = 'UnprovenRequestError';
  }
}

/** A refusal that goes back to the client by redirect. */
export class RedirectedError extends ExpectedError {
  readonly status = 400;

  constructor(
    readonly code: OAuthErrorCode,
    message: string,
    readonly to: ReturnAddress,
  ) {
    super(message);
    this.name = 'RedirectedError';
  }
}
