import { Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { ChangeableInstallations, MANAGERS, PolicyDecisions, SetPolicyBody } from '../../app-management/index.js';
import { formField } from '../../identity/index.js';
import { notFound, parseOrRefuse, publicIdOf, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { requireSeen, seenMark } from '../shell/form-values.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { AppChoices } from './app-choices.js';
import { KEEP_OUT_PAGE } from './keep-out.page.js';
import { type PolicyEnd, PolicyEnds } from './policy-ends.js';
import { settingsPath } from './settings-pages.js';

/** Which apps a company lets in or keeps out. What it has is kept out only after somebody saw what ends with that. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/apps/settings/policy')
export class ConsolePoliciesController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly policies: AppChoices,
    private readonly decisions: PolicyDecisions,
    private readonly changeable: ChangeableInstallations,
    private readonly ends: PolicyEnds,
  ) {}

  /** Keeping an app out uninstalls it for everybody, which wants a fresh proof there, too. */
  @Post()
  @NeedsFreshProof()
  async decide(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { companyId } = visit.access;
    const appId = publicIdOf(formField(request.body, 'app_id'));
    if (appId === undefined || !(await this.policies.isChoice(companyId, appId))) throw notFound();
    if (formField(request.body, 'policy') === 'undecided') await this.takeBack(visit, appId);
    else await this.set(visit, appId);
  }

  private async takeBack({ access: { companyId }, reply }: Visit, appId: number): Promise<void> {
    const isKeptOut = await this.policies.isKeptOut(companyId, appId);
    await this.decisions.takeBack(companyId, appId);
    seeOther(reply, `${settingsPath(companyId)}?done=${isKeptOut ? 'let_back' : 'policy'}`);
  }

  private async set(visit: Visit, appId: number): Promise<void> {
    const { access, request, reply } = visit;
    const { companyId, principalId: setBy } = access;
    const { body } = request;
    const decision = parseOrRefuse(SetPolicyBody, {
      policy: formField(body, 'policy'),
      reason: formField(body, 'reason') ?? '',
    });
    const endNow = async (): Promise<PolicyEnd | null> =>
      decision.policy === 'denied' ? this.ends.of(companyId, appId) : null;
    const isReviewed = formField(body, 'seen') !== undefined;
    const end = await endNow();
    if (end && !isReviewed) return this.review(visit, appId, decision.reason, end);
    await this.changeable.within(access, async () => {
      const now = await endNow();
      if (now || isReviewed) requireSeen(body, markedOf(now));
      await this.decisions.set({ companyId, appId, setBy, ...decision });
    });
    seeOther(reply, `${settingsPath(companyId)}?done=policy`);
  }

  private async review(visit: Visit, appId: number, reason: string, end: PolicyEnd): Promise<void> {
    const { companyId } = visit.access;
    const data = {
      app: { id: appId, name: await this.policies.nameOf(appId) },
      reason,
      end,
      seen: seenMark(markedOf(end)),
      settings: settingsPath(companyId),
    };
    await this.pages.show(visit, KEEP_OUT_PAGE, data, { section: 'apps' });
  }
}

/** People connect and leave by themselves: their number is told, and not held against the form. */
const markedOf = (end: PolicyEnd | null): object | null =>
  end && { isInstalled: end.isInstalled, members: end.members };
