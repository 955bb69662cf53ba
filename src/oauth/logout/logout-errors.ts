import { ExpectedError } from '../../shared/index.js';

/** Why a logout request is answered with a page that leads nowhere, and changes nothing. */
export type LogoutRefusal =
  'bad_hint' | 'unknown_client' | 'other_client' | 'redirect_uri_mismatch' | 'repeated_parameter' | 'malformed';

export class LogoutRequestError extends ExpectedError {
  readonly status = 400;
  readonly code = 'invalid_request';

  constructor(readonly fault: LogoutRefusal) {
    super(fault);
    this.name = 'LogoutRequestError';
  }
}
