import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { formField, Users } from '../../identity/index.js';
import { CredentialPolicies, type PolicyInForce, SetCredentialPolicyBody } from '../../service-accounts/index.js';
import { seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { requireSeen, seenMark } from '../shell/form-values.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { Locked } from '../shell/locked.js';
import { sectionPath } from '../shell/shells.js';
import { POLICY_PAGE, type PolicyForm } from './policy.page.js';

const USUAL_GRACE = '14';

/** What a company demands of the credentials of its service accounts. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('service_accounts:manage')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/service-accounts/policy')
export class ConsolePolicyController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly policies: CredentialPolicies,
    private readonly users: Users,
    private readonly locked: Locked,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { policy } = await this.policies.get(visit.access.companyId);
    await this.draw(visit, {
      max_secret_age_days: String(policy?.maxSecretAgeDays ?? ''),
      allow_secrets: String(policy?.allowSecrets ?? true),
      grace_days: USUAL_GRACE,
    });
  }

  /** Secrets that the policy does not allow end, and nobody brings them back. */
  @Post('set')
  @NeedsFreshProof()
  async set(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { companyId, principalId } = visit.access;
    const form = formIn(request.body);
    const parsed = SetCredentialPolicyBody.safeParse({
      max_secret_age_days: form.max_secret_age_days === '' ? null : wholeIn(form.max_secret_age_days),
      allow_secrets: form.allow_secrets === 'true' || (form.allow_secrets === 'false' ? false : form.allow_secrets),
      grace_days: wholeIn(form.grace_days),
    });
    if (!parsed.success) return this.draw(visit, form, new Set(parsed.error.issues.map(({ path }) => String(path[0]))));
    const { max_secret_age_days: maxSecretAgeDays, allow_secrets: allowSecrets, grace_days } = parsed.data;
    await this.locked.within(visit.access, async () => {
      requireSeen(request.body, demandOf(await this.policies.get(companyId)));
      await this.policies.set(companyId, principalId, { maxSecretAgeDays, allowSecrets }, grace_days);
    });
    seeOther(reply, `${sectionPath(companyId, 'service-accounts')}/policy?done=credentials`);
  }

  private async draw(visit: Visit, form: PolicyForm, wrong: ReadonlySet<string> = new Set()): Promise<void> {
    const { companyId } = visit.access;
    const inForce = await this.policies.get(companyId);
    const { policy, secrets } = inForce;
    const data = {
      form,
      wrong,
      secrets,
      setAt: policy?.setAt ?? null,
      setBy: policy ? ((await this.users.find(policy.setBy))?.name ?? '') : '',
      seen: seenMark(demandOf(inForce)),
      list: sectionPath(companyId, 'service-accounts'),
    };
    const status = wrong.size > 0 ? 422 : 200;
    await this.pages.show(visit, POLICY_PAGE, data, { section: 'service-accounts', status });
  }
}

/** What is held against the form: counts change by themselves. */
const demandOf = ({ policy }: PolicyInForce): object => ({
  maxSecretAgeDays: policy?.maxSecretAgeDays ?? null,
  allowSecrets: policy?.allowSecrets ?? true,
  setAt: policy?.setAt ?? null,
});

function formIn(body: unknown): PolicyForm {
  const field = (name: string): string => (formField(body, name) ?? '').trim();
  return {
    max_secret_age_days: field('max_secret_age_days'),
    allow_secrets: field('allow_secrets'),
    grace_days: field('grace_days'),
  };
}

const wholeIn = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);
