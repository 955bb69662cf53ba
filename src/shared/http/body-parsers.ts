import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BodyError } from './body-error.js';
import { parseForm } from './form.js';
import { parseMultipart } from './multipart.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new BodyError(400, 'malformed_body', 'The body is not valid UTF-8.');
  }
}

/** An empty body with a JSON content type is no body: existing clients send it with GET and DELETE. */
function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text, refusePrototype) as unknown;
  } catch {
    throw new BodyError(400, 'malformed_body', 'The body is not valid JSON.');
  }
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('forbidden key');
  return value;
}

const STRING_TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/** RFC 6749 §3.2: parameters must not repeat. JSON.parse would silently keep the last, so the names are counted. */
function refuseRepeatedNames(text: string, parsed: unknown): void {
  if (!parsed || typeof parsed !== 'object') return;
  const names = [...text.matchAll(STRING_TOKEN)].filter(([, colon]) => colon !== undefined).length;
  if (names !== Object.keys(parsed).length) {
    throw new BodyError(400, 'malformed_body', 'A parameter is repeated or nested.');
  }
}

const isProtocol = (request: FastifyRequest): boolean => request.url.startsWith('/oauth/');

/** Teaches Fastify the three encodings of protocol.md, strictly; multipart on the protocol endpoints only. */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const text = textOf(body);
      const parsed = parseJson(text);
      if (isProtocol(request)) refuseRepeatedNames(text, parsed);
      done(null, parsed);
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addContentTypeParser<Buffer>(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    (_request, body, done) => {
      try {
        done(null, parseForm(textOf(body)));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  fastify.addContentTypeParser<Buffer>(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      // All of it is text: fields have names and values, and files are refused.
      textOf(body);
      return parseMultipart(request.headers['content-type'] ?? '', body);
    },
  );
  fastify.addHook('onRequest', (request, _reply, done) => {
    const isMultipart = request.headers['content-type']?.toLowerCase().startsWith('multipart/');
    if (isMultipart && !isProtocol(request)) done(new BodyError(415, 'unsupported_media_type', 'Send JSON.'));
    else done();
  });
}
