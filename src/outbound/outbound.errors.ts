/** Why a URL is none that we send to, told by looking at it alone. */
export type TargetRefusal =
  'invalid_url' | 'https_required' | 'url_has_credentials' | 'port_not_allowed' | 'address_not_allowed';

/**
 * Why a request got no answer. `no_public_address` is the same for a name that does not exist, one with private
 * addresses and one that cannot be resolved: nobody learns from us what names our network has.
 */
export type OutboundFailure =
  | TargetRefusal
  | 'no_public_address'
  | 'connect_failed'
  | 'tls_failed'
  | 'timed_out'
  | 'connection_lost'
  | 'malformed_response'
  | 'response_too_large'
  | 'host_busy';

/** A request that was not sent, or whose answer did not arrive. Says nothing of what was sent. */
export class OutboundError extends Error {
  constructor(readonly reason: OutboundFailure) {
    super(`The request failed: ${reason}`);
    this.name = 'OutboundError';
  }
}

const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_|EPROTO)/;

/** What went wrong on the wire, by how far the connection had come. */
export function failureOf(error: unknown, isConnected: boolean): OutboundError {
  if (error instanceof OutboundError) return error;
  const { code = '', name } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError') return new OutboundError('timed_out');
  if (TLS_CODE.test(code)) return new OutboundError('tls_failed');
  if (code.startsWith('HPE_')) return new OutboundError('malformed_response');
  return new OutboundError(isConnected ? 'connection_lost' : 'connect_failed');
}
