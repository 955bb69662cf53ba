import { Controller, Get, Inject, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { Visitors } from '../../identity/index.js';
import { CONFIGURATION, type Configuration, PageErrorFilter } from '../../shared/index.js';
import { SECURITY_PAGE } from './security.page.js';

/** What everybody may know: how apps get access, what administrators control, how to report a leak. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('security')
export class SecurityController {
  constructor(
    private readonly visitors: Visitors,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Public()
  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = await this.visitors.of(request);
    const contact = this.configuration.securityContact ?? null;
    this.visitors.show(reply, SECURITY_PAGE, { data: { contact }, locale });
  }
}
