import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest, type RequestOptions } from 'node:https';
import { isIPv6, type LookupFunction, type Socket } from 'node:net';
import { failureOf, OutboundError } from './outbound.errors.js';

/** What is sent. Headers and body are ours; the URL is somebody else's. */
export interface OutboundRequest {
  readonly method: 'POST' | 'GET';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** On whose behalf: of the places at a host, one party has a few at most. */
  readonly party?: string;
}

/** What came back: redirects as they are. */
export interface OutboundAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ExchangeLimits {
  readonly connectMs: number;
  readonly bytes: number;
}

/** Where a request goes: the address was checked, and no other one is connected to. */
export interface PinnedTarget {
  readonly url: URL;
  readonly address: string;
  /** Certificates to trust instead of the usual authorities. */
  readonly ca?: string;
}

const pinnedTo = (address: string): LookupFunction => {
  const found = { address, family: isIPv6(address) ? 6 : 4 };
  return (_name, { all }, done) => (all ? done(null, [found]) : done(null, found.address, found.family));
};

/** One request on a connection of its own, and its answer. Throws {@link OutboundError}. */
export function exchange(
  target: PinnedTarget,
  request: OutboundRequest,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  return new Promise((resolve, reject) => {
    let isConnected = false;
    const fail = (error: unknown): void => reject(failureOf(error, isConnected));
    const sent = open(target, request, signal);
    const timer = setTimeout(() => sent.destroy(new OutboundError('timed_out')), limits.connectMs);
    onceReady(sent, target.url, () => {
      isConnected = true;
      clearTimeout(timer);
    });
    sent.on('response', (answer) => {
      readBody(answer, limits.bytes).then((body) => resolve(answerOf(answer, body)), fail);
    });
    sent.on('error', fail);
    // Nobody would ever close what is left to the other protocol.
    sent.on('upgrade', (_answer, socket) => {
      socket.destroy();
      fail(new OutboundError('malformed_response'));
    });
    sent.on('close', () => clearTimeout(timer));
    sent.end(request.body);
  });
}

function open({ url, address, ca }: PinnedTarget, request: OutboundRequest, signal: AbortSignal): ClientRequest {
  const { method, headers, body } = request;
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
    signal,
    // Neither a kept connection nor a proxy: this one goes to the address that was checked.
    agent: false,
    lookup: pinnedTo(address),
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
  };
  return url.protocol === 'https:' ? secureRequest(url, options) : plainRequest(url, options);
}

function onceReady(sent: ClientRequest, { protocol }: URL, ready: () => void): void {
  sent.on('socket', (socket: Socket) => {
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', ready);
  });
}

async function readBody(answer: IncomingMessage, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > most) throw new OutboundError('response_too_large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const answerOf = ({ statusCode = 0, headers }: IncomingMessage, body: Buffer): OutboundAnswer => ({
  status: statusCode,
  headers,
  body,
});
