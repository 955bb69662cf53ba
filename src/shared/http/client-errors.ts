import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { plainProblem } from '../errors/problem.js';

type ConnectionError = Error & { readonly code?: string };

/** What Node gives up on before there is a request, by its own code. */
const KNOWN = new Map([
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    { status: 408, code: 'request_timeout', message: 'The request took too long to arrive.' },
  ],
  ['HPE_HEADER_OVERFLOW', { status: 431, code: 'headers_too_large', message: 'The headers are too large.' }],
]);

const MALFORMED = { status: 400, code: 'bad_request', message: 'The request is malformed.' };

/** Answers what never became a request, in the shape and with the id of every other refusal, and hangs up. */
export function answerClientError(this: FastifyInstance, error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, code, message } = KNOWN.get(error.code ?? '') ?? MALFORMED;
  const requestId = randomUUID();
  this.log.info({ request: requestId, status, address: socket.remoteAddress }, 'no request');
  if (socket.writable) {
    const body = JSON.stringify(plainProblem(status, code, message, requestId));
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'X-Content-Type-Options: nosniff',
      'Cache-Control: no-store',
      'Connection: close',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroySoon();
}
