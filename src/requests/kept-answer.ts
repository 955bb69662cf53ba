import type { FastifyReply } from 'fastify';
import { DomainError, type DomainErrorOptions, type ErrorKind, namesSecret } from '../shared/index.js';

/** What the column holds on MySQL, less a margin. */
const MAX_LENGTH = 60_000;

const KEPT_HEADERS = ['etag', 'location'] as const;

interface KeptSuccess {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface KeptRefusal {
  readonly refusal: {
    readonly kind: ErrorKind;
    readonly code: string;
    readonly message: string;
    readonly options: DomainErrorOptions;
  };
}

type Kept = KeptSuccess | KeptRefusal;

const withoutSecrets = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body, (key, value: unknown) => (namesSecret(key) && value !== null ? null : value)));

/** The answer as it is kept: every secret in it is null. */
export function keptSuccess(reply: FastifyReply, body: unknown): string {
  const headers = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => (reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])),
  );
  const kept: Kept = {
    status: reply.statusCode,
    headers,
    ...(body === undefined ? {} : { body: withoutSecrets(body) }),
  };
  const text = JSON.stringify(kept);
  return Buffer.byteLength(text) <= MAX_LENGTH ? text : textOf(TOO_LONG);
}

/** Of the moment, not of the request: who is busy, what was seen, who may. A refusal changed nothing. */
const PASSING: ReadonlySet<ErrorKind> = new Set([
  'unauthorized',
  'forbidden',
  'precondition_failed',
  'too_many_requests',
]);

const passes = ({ kind, options }: DomainError): boolean =>
  PASSING.has(kind) || options.headers?.['Retry-After'] !== undefined;

/** A refusal as it is kept; undefined for one that the same request need not meet again, or that is too long. */
export function keptRefusal(refusal: DomainError): string | undefined {
  const text = passes(refusal) ? '' : textOf(refusal);
  return text !== '' && Buffer.byteLength(text) <= MAX_LENGTH ? text : undefined;
}

function textOf({ kind, code, message, options }: DomainError): string {
  const { detail: _, ...told } = options;
  return JSON.stringify({ refusal: { kind, code, message, options: told } } satisfies Kept);
}

/** Answers again: returns the body, or throws the refusal. */
export function answerAgain(reply: FastifyReply, text: string): unknown {
  const kept = JSON.parse(text) as Kept;
  void reply.header('Idempotency-Replayed', 'true');
  if ('refusal' in kept) {
    const { kind, code, message, options } = kept.refusal;
    throw new DomainError(kind, code, message, options);
  }
  void reply.status(kept.status).headers(kept.headers);
  return kept.body;
}

const TOO_LONG = new DomainError(
  'conflict',
  'idempotency_answer_not_kept',
  'The first request succeeded; its answer is too long to be told again. Read the object instead.',
);
