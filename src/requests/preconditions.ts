import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Access, accessIfAny, accessOf } from '../access/index.js';
import { Database } from '../database/index.js';
import { DomainError } from '../shared/index.js';
import { type Condition, conditionOf } from './entity-tag.js';
import { CompanyLocks } from './ports.js';

const UNSAFE: ReadonlySet<string> = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);
/** What makes the same caller see the same thing. */
const CALLER_HEADERS = ['authorization', 'procore-company-id'] as const;

/** `If-Match` (RFC 9110 §13.1.1): a change happens only to what its client has seen. */
@Injectable()
export class Preconditions {
  constructor(
    private readonly database: Database,
    private readonly http: HttpAdapterHost,
    private readonly locks: CompanyLocks,
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
    const { companyId, turn } = turnOf(accessOf(request));
    return this.database.transaction(
      async () => {
        // What most changes lock in the end: whoever had only read it by then would stop the others.
        if (companyId !== undefined) await this.locks.take(companyId);
        await this.require(request, condition);
        return work();
      },
      { readsLock: turn },
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
    const headers: Record<string, string | string[]> = Object.fromEntries(
      CALLER_HEADERS.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, request.headers[name]]])),
    );
    // Some bodies name the company, which a GET has none of.
    const { company } = accessOf(request).input;
    if (company) headers['procore-company-id'] = String(company.id);
    const fastify = this.http.httpAdapter.getInstance<FastifyInstance>();
    const answer = await fastify.inject({ method: 'GET', url: request.url, headers, remoteAddress: request.ip });
    return answer.statusCode === 200 ? answer.headers.etag : undefined;
  }
}

/** Objects of one company share so many rows that their conditional changes take turns; so do those of one person. */
function turnOf({ input, client, principal }: Access): { companyId?: number; turn: string } {
  const companyId = input.company?.id;
  return companyId === undefined
    ? { turn: `principal:${client.id}:${principal.id}` }
    : { companyId, turn: `company:${companyId}` };
}
