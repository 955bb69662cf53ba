import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/index.js';
import {
  type Asset,
  loadPasskeyScript,
  loadStylesheet,
  PASSKEY_SCRIPT_PATH,
  STYLESHEET_PATH,
} from '../shared/index.js';

/** Serves the one stylesheet of all pages, and the one script of those that use passkeys. */
@ApiExcludeController()
@Controller()
export class AssetsController {
  private readonly stylesheet = loadStylesheet();
  private readonly script = loadPasskeyScript();

  @Public()
  @Get(STYLESHEET_PATH)
  styles(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    send(request, reply, this.stylesheet, 'text/css; charset=utf-8');
  }

  @Public()
  @Get(PASSKEY_SCRIPT_PATH)
  passkeys(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    send(request, reply, this.script, 'text/javascript; charset=utf-8');
  }
}

function send(request: FastifyRequest, reply: FastifyReply, { text, etag }: Asset, type: string): void {
  void reply.headers({ ETag: etag, 'Cache-Control': 'public, max-age=300', 'X-Content-Type-Options': 'nosniff' });
  if (request.headers['if-none-match'] === etag) void reply.code(304).send();
  else void reply.type(type).send(text);
}
