import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/index.js';
import { loadStylesheet, STYLESHEET_PATH } from '../shared/index.js';

/** Serves the one stylesheet of all pages. */
@ApiExcludeController()
@Controller()
export class AssetsController {
  private readonly stylesheet = loadStylesheet();

  @Public()
  @Get(STYLESHEET_PATH)
  styles(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { css, etag } = this.stylesheet;
    void reply.headers({ ETag: etag, 'Cache-Control': 'public, max-age=300', 'X-Content-Type-Options': 'nosniff' });
    if (request.headers['if-none-match'] === etag) void reply.code(304).send();
    else void reply.type('text/css; charset=utf-8').send(css);
  }
}
