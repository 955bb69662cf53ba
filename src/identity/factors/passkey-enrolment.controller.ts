import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { PageErrorFilter } from '../../shared/index.js';
import { BrowserCookies } from '../browser-cookies.js';
import type { Exchange } from '../exchange.js';
import { formField } from '../form-field.js';
import { Enrolment, factorName } from './enrolment.js';
import { PASSKEY_PAGE, type PasskeyPageData } from './pages/passkey.page.js';
import { PasskeyCeremonies } from './passkey-ceremonies.js';
import { PasskeyEnrolment } from './passkey-enrolment.js';
import { type Owner, returnToOf, SECURITY_PATH, SecurityDesk } from './security-desk.js';

const PATH = `${SECURITY_PATH}/passkey`;

/** Where somebody adds a passkey: browsers make them by script alone. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('account/security/passkey')
export class PasskeyEnrolmentController {
  constructor(
    private readonly passkeys: PasskeyEnrolment,
    private readonly ceremonies: PasskeyCeremonies,
    private readonly enrolment: Enrolment,
    private readonly desk: SecurityDesk,
    private readonly cookies: BrowserCookies,
  ) {}

  @Public()
  @Get()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.proven(exchange, PATH, 'first_factor');
    if (owner) this.show(exchange, owner);
  }

  @Public()
  @Post('options')
  async options(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const owner = await this.desk.posting({ request, reply }, PATH, 'first_factor');
    if (!owner) return;
    const options = await this.ceremonies.enrolmentOptions(owner.user, this.cookies.ensureBrowser(request, reply));
    void reply.code(200).header('Cache-Control', 'no-store').send(options);
  }

  @Public()
  @Post()
  async submit(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.posting(exchange, PATH, 'first_factor');
    if (!owner) return;
    const name = factorName(formField(request.body, 'name'));
    if (name === undefined) return this.show(exchange, owner, 'wrong_name');
    const browser = this.cookies.ensureBrowser(request, reply);
    const made = await this.ceremonies.made(owner.user, browser, formField(request.body, 'credential'));
    if (!made || !(await this.passkeys.keep(owner, made, name))) return this.show(exchange, owner, 'wrong_passkey');
    await this.enrolment.goOn(exchange, owner, [made.synced ? 'swk' : 'hwk', 'user', 'mfa']);
  }

  private show(exchange: Exchange, owner: Owner, problem?: PasskeyPageData['problem']): void {
    const data: PasskeyPageData = {
      csrfToken: this.desk.csrfToken(exchange, owner),
      returnTo: returnToOf(exchange.request),
      name: (formField(exchange.request.body, 'name') ?? '').slice(0, 80),
      problem,
    };
    this.desk.show(exchange, owner, PASSKEY_PAGE, data, { status: problem ? 422 : 200, runsScripts: true });
  }
}
