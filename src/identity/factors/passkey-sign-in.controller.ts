import { Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { PageErrorFilter, seeOther } from '../../shared/index.js';
import { BrowserForms } from '../browser-forms.js';
import { formField } from '../form-field.js';
import { localPath } from '../return-to.js';
import { SIGN_IN_FORM } from '../sign-in-form.js';
import { Visitors } from '../visitor.js';
import { PasskeySignIn } from './passkey-sign-in.js';
import { SignInCompletion } from './sign-in-completion.js';

/** Signing in by a passkey alone: its device verified the person, so that it stands for two factors. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('sign-in/passkey')
export class PasskeySignInController {
  constructor(
    private readonly passkeys: PasskeySignIn,
    private readonly completion: SignInCompletion,
    private readonly forms: BrowserForms,
    private readonly visitors: Visitors,
  ) {}

  @Public()
  @Post('options')
  async options(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!(await this.isOurs(request, reply))) return;
    void reply
      .code(200)
      .header('Cache-Control', 'no-store')
      .send(await this.passkeys.options(request, reply));
  }

  @Public()
  @Post()
  async submit(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!(await this.isOurs(request, reply))) return;
    const returnTo = localPath(formField(request.body, 'return_to'));
    const result = await this.passkeys.prove(request, reply, formField(request.body, 'credential'));
    if (result) return this.completion.goOn({ request, reply }, result, returnTo);
    seeOther(reply, `/sign-in?${new URLSearchParams({ return_to: returnTo, problem: 'passkey' }).toString()}`);
  }

  private async isOurs(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    if (this.forms.isOurs(request, SIGN_IN_FORM)) return true;
    this.visitors.refuseForgery(reply, (await this.visitors.of(request)).locale);
    return false;
  }
}
