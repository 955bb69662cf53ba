import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { PageErrorFilter } from '../../shared/index.js';
import { formField } from '../form-field.js';
import { RECOVERY_PAGE } from './pages/recovery.page.js';
import { RecoveryRenewal } from './recovery-renewal.js';
import { returnToOf, SECURITY_PATH, SecurityDesk } from './security-desk.js';

const PATH = `${SECURITY_PATH}/recovery-codes`;

/** Where somebody gets recovery codes: shown before they are good, so that nobody has codes that they never saw. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('account/security/recovery-codes')
export class RecoveryCodesController {
  constructor(
    private readonly renewal: RecoveryRenewal,
    private readonly desk: SecurityDesk,
  ) {}

  @Public()
  @Get()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.proven(exchange, PATH, 'first_codes');
    if (!owner) return;
    const draft = await this.renewal.draft(owner);
    if (!draft) return this.desk.goTo(exchange, SECURITY_PATH);
    const csrfToken = this.desk.csrfToken(exchange, owner);
    this.desk.show(exchange, owner, RECOVERY_PAGE, { ...draft, csrfToken, returnTo: returnToOf(request) });
  }

  @Public()
  @Post()
  async keep(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.posting(exchange, PATH, 'first_codes');
    if (!owner) return;
    const isKept = await this.renewal.keep(owner, formField(request.body, 'draft'));
    this.desk.goTo(exchange, isKept ? `${SECURITY_PATH}?done=codes` : PATH);
  }
}
