import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { PageErrorFilter } from '../../shared/index.js';
import type { Exchange } from '../exchange.js';
import { formField } from '../form-field.js';
import { FactorProofs } from './factor-proofs.js';
import type { PendingSignIn } from './pending-sign-ins.js';
import { type Finish, type Proof, SecondFactorSignIn } from './second-factor-sign-in.js';
import { SignInCompletion } from './sign-in-completion.js';
import { VerifyPages } from './verify-pages.js';
import { VerifyPasskeys } from './verify-passkeys.js';

type Wrong = 'wrong_code' | 'wrong_recovery' | 'wrong_passkey';

/** The second half of signing in: only who proved the first in this browser gets here. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('sign-in/verify')
export class VerifyController {
  constructor(
    private readonly completion: SignInCompletion,
    private readonly signIn: SecondFactorSignIn,
    private readonly proofs: FactorProofs,
    private readonly pages: VerifyPages,
    private readonly passkeys: VerifyPasskeys,
  ) {}

  @Public()
  @Get()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const pending = await this.completion.pendingIn(request);
    if (pending) await this.pages.show(exchange, pending);
    else await this.pages.showOver(exchange);
  }

  @Public()
  @Post()
  async submit(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    if (!this.pages.isOurs(request)) return this.pages.refuseForgery(exchange);
    const pending = await this.pendingOf(request);
    if (!pending) return this.pages.showOver(exchange);
    const [wrong, prove] = await this.proofOf(exchange, pending);
    await this.answer(exchange, pending, wrong, await this.signIn.finish(exchange, pending, prove));
  }

  /** What the person's passkeys are to sign. */
  @Public()
  @Post('options')
  async options(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    if (!this.pages.isOurs(request)) return this.pages.refuseForgery(exchange);
    const pending = await this.pendingOf(request);
    if (!pending) return this.pages.showOver(exchange);
    void reply
      .code(200)
      .header('Cache-Control', 'no-store')
      .send(await this.passkeys.options(exchange, pending));
  }

  /** A form of another tab belongs to a sign-in that a later one replaced. */
  private async pendingOf(request: FastifyRequest): Promise<PendingSignIn | undefined> {
    const pending = await this.completion.pendingIn(request);
    return pending?.id === formField(request.body, 'pending') ? pending : undefined;
  }

  private async proofOf(exchange: Exchange, pending: PendingSignIn): Promise<[Wrong, Proof]> {
    const { body } = exchange.request;
    const credential = formField(body, 'credential');
    if (credential !== undefined) {
      return ['wrong_passkey', this.proofs.byPasskey(pending, await this.passkeys.signed(exchange, credential))];
    }
    const recovery = formField(body, 'recovery_code');
    if (recovery !== undefined) return ['wrong_recovery', this.proofs.byRecovery(pending, recovery)];
    return ['wrong_code', this.proofs.byCode(pending, formField(body, 'code') ?? '')];
  }

  private async answer(exchange: Exchange, pending: PendingSignIn, wrong: Wrong, finish: Finish): Promise<void> {
    if (finish === 'done') return;
    if (finish === 'over') return this.pages.showOver(exchange);
    if (finish === 'wrong') return this.pages.show(exchange, pending, wrong, { status: 401 });
    const headers = { 'Retry-After': String(finish.wait) };
    await this.pages.show(exchange, pending, 'throttled', { status: 429, headers });
  }
}
