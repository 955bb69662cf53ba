import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AccessChecks,
  type AccessExplanation,
  InBrowser,
  type Level,
  RequireCompanyRole,
  ToolCatalogue,
} from '../../access/index.js';
import { publicIdOf } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { sectionPath } from '../shell/shells.js';
import { readAnswer } from './access-answer.js';
import { type Asked, LEVELS_ASKED, askedIn, faultsOf, formIn, isAsked, shown, subjectLine } from './access-asked.js';
import { type AccessChoiceLists, AccessChoices } from './access-choices.js';
import type { AccessFaults, AccessForm } from './access-form.js';
import { ACCESS_PAGE, type AccessResult } from './access.page.js';
import { waysOf } from './access-ways.js';

type Outcome = { readonly result: AccessResult | null; readonly faults: AccessFaults };

/** Whether somebody may do something, and why not, without their trying it. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/access')
export class ConsoleAccessController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly checks: AccessChecks,
    private readonly choices: AccessChoices,
    private readonly tools: ToolCatalogue,
  ) {}

  /** What is wrong with a question stands in its form, which keeps what was chosen. */
  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { companyId } = visit.access;
    const lists = await this.choices.of(companyId, visit.locale);
    const form = shown(formIn(request.query), lists, isAsked(request.query));
    const outcome = isAsked(request.query) ? await this.ask(visit, form, lists) : NOTHING_ASKED;
    const base = sectionPath(companyId, 'access');
    const data = { form, ...outcome, ...lists, tools: this.toolsOf(visit), base };
    await this.pages.show(visit, ACCESS_PAGE, data, { section: 'access', status: outcome.faults.size > 0 ? 422 : 200 });
  }

  private async ask(visit: Visit, form: AccessForm, lists: AccessChoiceLists): Promise<Outcome> {
    const faults = new Map(faultsOf(form, lists, this.tools));
    const clientId = form.app === '' ? undefined : await this.clientOf(visit, form.app);
    if (form.app !== '' && clientId === undefined) faults.set('app', 'appWrong');
    if (faults.size > 0) return { result: null, faults };
    return { result: await this.answer(visit, askedIn(form, lists, this.tools), clientId), faults };
  }

  private async answer(visit: Visit, asked: Asked, clientId: string | undefined): Promise<AccessResult> {
    const { access, words } = visit;
    const explanation = await this.checks.answer(access, questionOf(asked, clientId));
    const present = isTooLow(explanation) ? await this.presentLevel(visit, asked, clientId) : 'none';
    const installation = asked.app && (await this.choices.installationOf(access.companyId, asked.app.id));
    const ways = waysOf(access.companyId, asked, installation);
    const about = { who: asked.who, subject: subjectLine(asked, words) };
    return { allowed: explanation.allowed, ...about, ...readAnswer(explanation, { ...asked, present }, words, ways) };
  }

  /** The greatest level below the one that was asked about which is there. */
  private async presentLevel({ access }: Visit, asked: Asked, clientId: string | undefined): Promise<Level> {
    for (const level of LEVELS_ASKED.slice(0, LEVELS_ASKED.indexOf(asked.level)).toReversed()) {
      if (!isTooLow(await this.checks.answer(access, questionOf({ ...asked, level }, clientId)))) return level;
    }
    return 'none';
  }

  private async clientOf({ access }: Visit, app: string): Promise<string | undefined> {
    return this.choices.clientOf(access, publicIdOf(app) ?? 0);
  }

  private toolsOf({ words, locale }: Visit) {
    return (['company', 'project'] as const).map((kind) => ({
      kind,
      tools: this.tools
        .list(kind)
        .map(({ name, actions = [] }) => ({
          name,
          title: words.title(name),
          actions: actions.map((action) => ({ name: action.name, label: words.action(action.label) })),
        }))
        .sort((a, b) => a.title.localeCompare(b.title, locale)),
    }));
  }
}

const isTooLow = ({ checks }: AccessExplanation): boolean =>
  checks.some(({ check, outcome }) => check === 'level' && outcome === 'fail');

const NOTHING_ASKED: Outcome = { result: null, faults: new Map() };

/** A single action is what is enough where the highest level is lacking. */
const questionOf = ({ principalId, project, tool, action, level }: Asked, clientId: string | undefined) => ({
  principal_id: principalId ?? undefined,
  client_id: clientId,
  project_id: project?.id,
  tool: tool?.name,
  level: action ? ('admin' as const) : level,
  action: action?.name,
});
