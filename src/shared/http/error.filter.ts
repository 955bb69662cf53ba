import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import { ExpectedError } from '../errors/expected-error.js';
import { plainProblem, type Problem, problemOf } from '../errors/problem.js';
import { pathOf } from './request-target.js';

/** An error seen from outside: what status, which stable code, which words. */
export interface PlainError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** A part of the URL space with its own error shape: the protocol, the pages. */
export interface ErrorSurface {
  matches(path: string, request: FastifyRequest): boolean;
  answer(error: unknown, plain: PlainError, request: FastifyRequest, reply: FastifyReply): void;
}

const CODES: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['bad_request', 'The request is malformed.'],
  404: ['not_found', 'Not found.'],
  413: ['body_too_large', 'The body is larger than 64 KiB.'],
  415: ['unsupported_media_type', 'The content type is not supported here.'],
};

const INTERNAL: PlainError = { status: 500, code: 'internal_error', message: 'Something went wrong on our side.' };

const OWN_CODES = new Set([
  'bad_request',
  'malformed_body',
  'malformed_form',
  'malformed_text',
  'unsupported_media_type',
]);

/** What may be said of any error: everything of an expected one, nothing of an unexpected one. */
export function plainErrorOf(error: unknown): PlainError {
  if (error instanceof ExpectedError) return { status: error.status, code: error.code, message: error.message };
  const { statusCode, code, message } = error as { statusCode?: unknown; code?: unknown; message?: unknown };
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (typeof status !== 'number' || status < 400 || status > 499) return INTERNAL;
  if (typeof code === 'string' && OWN_CODES.has(code)) return { status, code, message: String(message) };
  const [knownCode, knownMessage] = CODES[status] ?? ['bad_request', 'The request is malformed.'];
  return { status, code: knownCode, message: knownMessage };
}

/** The one place where errors become answers. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly surfaces: readonly ErrorSurface[]) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const plain = plainErrorOf(error);
    if (plain.status >= 500) request.log.error({ err: error }, 'unexpected error');
    if (error instanceof DomainError) void reply.headers(error.options.headers ?? {});
    const path = pathOf(request);
    const surface = this.surfaces.find((candidate) => candidate.matches(path, request));
    if (surface) surface.answer(error, plain, request, reply);
    else answerProblem(error, plain, request, reply);
  }
}

function answerProblem(error: unknown, plain: PlainError, request: FastifyRequest, reply: FastifyReply): void {
  const problem: Problem =
    error instanceof DomainError
      ? problemOf(error, request.id)
      : plainProblem(plain.status, plain.code, plain.message, request.id);
  const accepts = request.headers.accept ?? '';
  const type = accepts.includes('application/problem+json') ? 'application/problem+json' : 'application/json';
  void reply.status(plain.status).header('Content-Type', `${type}; charset=utf-8`).send(JSON.stringify(problem));
}
