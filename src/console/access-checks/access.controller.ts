import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type AccessExplanation,
  AccessChecks,
  AccessQuestion,
  InBrowser,
  RequireCompanyRole,
  ToolCatalogue,
} from '../../access/index.js';
import { formField } from '../../identity/index.js';
import { fieldErrorsOf, invalidFields, publicIdOf } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { sectionPath } from '../shell/shells.js';
import { type AccessChoiceLists, AccessChoices } from './access-choices.js';
import { ACCESS_PAGE, type AccessForm, type AccessFault } from './access.page.js';
import { readRows } from './access-words.js';

type Answer = { readonly explanation: AccessExplanation } | { readonly faults: readonly AccessFault[] };

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

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access, locale } = visit;
    const choices = await this.choices.of(access.companyId);
    const form = shown(formIn(request.query), choices, isAsked(request.query));
    const answer = isAsked(request.query) ? await this.answer(visit, form) : undefined;
    const faults = answer && 'faults' in answer ? answer.faults : [];
    const explanation = answer && 'explanation' in answer ? answer.explanation : null;
    const data = {
      form,
      faults: new Set(faults),
      result: explanation && { allowed: explanation.allowed, rows: readRows(explanation, form.app !== '', locale) },
      ...choices,
      tools: this.toolsOf(visit),
      base: sectionPath(access.companyId, 'access'),
    };
    await this.pages.show(visit, ACCESS_PAGE, data, { section: 'access', status: faults.length > 0 ? 422 : 200 });
  }

  /** Throws 422 for what no form of ours sends. */
  private async answer({ access }: Visit, form: AccessForm): Promise<Answer> {
    const clientId = form.app === '' ? undefined : await this.choices.clientOf(access, publicIdOf(form.app) ?? 0);
    if (form.app !== '' && clientId === undefined) return { faults: ['app'] };
    if (form.action !== '' && toolOf(form.action) !== form.tool) return { faults: ['action'] };
    const parsed = AccessQuestion.safeParse(questionOf(form, clientId));
    if (parsed.success) return { explanation: await this.checks.answer(access, parsed.data) };
    const faults = Object.keys(fieldErrorsOf(parsed.error)).map((name) => FAULTS[name]);
    if (faults.includes(undefined)) throw invalidFields(fieldErrorsOf(parsed.error));
    return { faults: faults as AccessFault[] };
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

/** An action goes with its tool: `company.directory/create_users`. */
const toolOf = (action: string): string => action.split('/', 1)[0];

const questionOf = (form: AccessForm, clientId: string | undefined): object => ({
  principal_id: idIn(form.other === '' ? form.who : form.other),
  client_id: clientId,
  project_id: idIn(form.project),
  tool: form.tool === '' ? undefined : form.tool,
  level: form.level,
  action: form.action === '' ? undefined : form.action.slice(toolOf(form.action).length + 1),
});

/** Where the page shows what is wrong with the question. */
const FAULTS: Readonly<Record<string, AccessFault | undefined>> = { principal_id: 'who', project_id: 'project' };

const isAsked = (query: unknown): boolean => formField(query, 'who') !== undefined;

const idIn = (text: string): number | undefined => (text === '' ? undefined : (publicIdOf(text) ?? 0));

/** Nobody is answered for whom the page does not show; before anything is asked, somebody is chosen. */
function shown(form: AccessForm, { people, hasMorePeople }: AccessChoiceLists, asked: boolean): AccessForm {
  const other = hasMorePeople ? form.other : '';
  if (other !== '') return { ...form, other, who: '' };
  return { ...form, other, who: asked ? form.who : String(people.at(0)?.id ?? '') };
}

function formIn(query: unknown): AccessForm {
  const field = (name: string): string => (formField(query, name) ?? '').trim();
  return {
    who: field('who'),
    other: field('other'),
    app: field('app'),
    project: field('project'),
    tool: field('tool'),
    level: field('level') || 'read_only',
    action: field('action'),
  };
}
