import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { runInRequestContext, type RequestContext } from '../context/request-context.js';
import { BodyError } from './body-error.js';
import { pathOf, readTarget } from './request-target.js';
import { isCleanText } from './text-check.js';

const CONTEXT = Symbol('request context');
/** One line, also where an answer could not be sent and is followed by one that says so. */
const LOGGED = Symbol('logged');

type WithContext = FastifyRequest & { [CONTEXT]?: RequestContext; [LOGGED]?: true };

/** Set by the query parser, which may not throw. */
export const MALFORMED_QUERY = Symbol('malformed query');

class UncleanInputError extends Error {
  readonly statusCode = 400;
  readonly code = 'malformed_text';
}

/** Request id, context, one spelling, clean text and one log line: for every request alike, before all other hooks. */
export function registerRequestHooks(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request: WithContext, reply, done) => {
    void reply.header('X-Request-Id', request.id);
    // What one caller may see is for that caller alone, and so are secrets that are shown once.
    if (request.url.startsWith('/rest/')) void reply.header('Cache-Control', 'no-store');
    const unknown = { actorId: null, clientId: null, companyId: null, confirm: null };
    request[CONTEXT] = { requestId: request.id, address: request.ip, ...unknown };
    const { fault } = readTarget(request.originalUrl);
    done(fault === undefined ? undefined : new BodyError(400, 'bad_request', fault));
  });
  fastify.addHook('preValidation', (request: WithContext, _reply, done) => {
    const { query, params, body } = request;
    const isMalformed = MALFORMED_QUERY in (query as object);
    if (isMalformed || !isCleanText(query) || !isCleanText(params) || !isCleanText(body)) {
      done(new UncleanInputError('The request has text that is not valid UTF-8, or a NUL character.'));
      return;
    }
    // Here, not earlier: reading the body leaves the asynchronous context of the hooks before it.
    runInRequestContext(request[CONTEXT] as RequestContext, done);
  });
  // Not `onResponse`, which does not come for who hangs up: what they asked for was done all the same.
  fastify.addHook('onSend', (request: WithContext, reply, _payload, done) => {
    done();
    if (request[LOGGED]) return;
    request[LOGGED] = true;
    if (reply.raw.destroyed) logResponse(request, reply);
    else reply.raw.once('close', () => logResponse(request, reply));
  });
}

function logResponse(request: WithContext, reply: FastifyReply): void {
  const { actorId, clientId, companyId } = request[CONTEXT] ?? {};
  request.log.info(
    {
      method: request.method,
      path: pathOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      client: clientId,
      principal: actorId,
      company: companyId,
      address: request.ip,
    },
    'request',
  );
}
