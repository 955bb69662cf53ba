import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { runInRequestContext, type RequestContext } from '../context/request-context.js';
import { isCleanText } from './text-check.js';

const CONTEXT = Symbol('request context');

type WithContext = FastifyRequest & { [CONTEXT]?: RequestContext };

/** Set by the query parser, which may not throw. */
export const MALFORMED_QUERY = Symbol('malformed query');

class UncleanInputError extends Error {
  readonly statusCode = 400;
  readonly code = 'malformed_text';
}

/** Request id, context, clean text and one log line: for every request alike. */
export function registerRequestHooks(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request: WithContext, reply, done) => {
    void reply.header('X-Request-Id', request.id);
    // What one caller may see is for that caller alone, and so are secrets that are shown once.
    if (request.url.startsWith('/rest/')) void reply.header('Cache-Control', 'no-store');
    request[CONTEXT] = { requestId: request.id, address: request.ip, actorId: null, clientId: null, companyId: null };
    done();
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
  fastify.addHook('onResponse', (request: WithContext, reply, done) => {
    logResponse(request, reply);
    done();
  });
}

/** The path without its query: codes, states and tokens never get into a log. */
const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0];

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
