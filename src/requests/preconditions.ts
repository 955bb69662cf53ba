import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accessIfAny } from '../access/index.js';
import { Database } from '../database/index.js';
import { DomainError } from '../shared/index.js';
import { type Condition, conditionOf } from './entity-tag.js';

const UNSAFE: ReadonlySet<string> = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);
/** What makes the same caller see the same thing. */
const CALLER_HEADERS = ['authorization', 'procore-company-id'] as const;

/** `If-Match` (RFC 9110 §13.1.1): a change happens only to what its client has seen. */
@Injectable()
export class Preconditions {
  constructor(
    private readonly database: Database,
    private readonly http: HttpAdapterHost,
  ) {}

  /** The condition of a change; undefined where there is none. Throws 400 `invalid_if_match`. */
  of(request: FastifyRequest): Condition | undefined {
    const header = request.headers['if-match'];
    const isConditional = header !== undefined && UNSAFE.has(request.method) && accessIfAny(request) !== undefined;
    return isConditional ? conditionOf(header) : undefined;
  }

  /**
   * Runs `work` in a transaction, after the condition was found to hold. Reads lock there, so nobody changes the
   * resource between the look and the work. Throws 412 `precondition_failed`.
   */
  transaction<T>(request: FastifyRequest, condition: Condition | undefined, work: () => Promise<T>): Promise<T> {
    if (!condition) return this.database.transaction(work);
    return this.database.transaction(
      async () => {
        await this.require(request, condition);
        return work();
      },
      { readsLock: request.url.split('?', 1)[0] },
    );
  }

  private async require(request: FastifyRequest, condition: Condition): Promise<void> {
    const tag = await this.currentTag(request);
    if (tag !== undefined && (condition === 'any' || condition.has(tag))) return;
    const message = 'The object is not as you saw it, or cannot be read here. Read it again, then repeat the change.';
    throw new DomainError('precondition_failed', 'precondition_failed', message);
  }

  /** The entity tag that the caller would get now: the route's own GET answers, within the open transaction. */
  private async currentTag(request: FastifyRequest): Promise<string | undefined> {
    const headers = Object.fromEntries(
      CALLER_HEADERS.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, request.headers[name]]])),
    );
    const fastify = this.http.httpAdapter.getInstance<FastifyInstance>();
    const answer = await fastify.inject({ method: 'GET', url: request.url, headers, remoteAddress: request.ip });
    return answer.statusCode === 200 ? answer.headers.etag : undefined;
  }
}
