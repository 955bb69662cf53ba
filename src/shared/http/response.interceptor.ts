import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { z } from 'zod';
import { ISSUER, type Issuer } from '../config/issuer.js';
import { RESPONSE_SCHEMA } from './contracts.js';
import { entityTagOf } from './entity-tag.js';
import { Paged, pagingHeaders } from './paging.js';

const isReadOfOne = (request: FastifyRequest, body: unknown): body is object =>
  request.method === 'GET' && typeof body === 'object' && body !== null && !Array.isArray(body);

/** Sends lists with their paging headers, single objects with their entity tag, and lets no field out that the route's schema does not name. */
@Injectable()
export class ResponseInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const schema = this.reflector.get<z.ZodType | undefined>(RESPONSE_SCHEMA, context.getHandler());
    const http = context.switchToHttp();
    return next.handle().pipe(
      map((value: unknown) => {
        const body = value instanceof Paged ? this.unpage(value, http.getRequest(), http.getResponse()) : value;
        const shown = schema && body !== undefined ? schema.parse(body) : body;
        if (isReadOfOne(http.getRequest(), shown))
          void http.getResponse<FastifyReply>().header('ETag', entityTagOf(shown));
        return shown;
      }),
    );
  }

  private unpage(page: Paged<unknown>, request: FastifyRequest, reply: FastifyReply): readonly unknown[] {
    void reply.headers(pagingHeaders(page, new URL(request.url, this.issuer.url)));
    return page.items;
  }
}
