import type { Tool, ToolAction, ToolCatalogue } from '../../access/index.js';
import { formField } from '../../identity/index.js';
import { publicIdOf } from '../../shared/index.js';
import type { Words } from '../shell/words.js';
import type { AccessChoiceLists } from './access-choices.js';
import type { AccessFaults, AccessForm } from './access-form.js';

/** From the least on. */
export const LEVELS_ASKED = ['read_only', 'standard', 'admin'] as const;

/** What a question is about, with the names that people know. */
export interface Asked {
  /** `app`: an app by itself, with the account that it has in the company. */
  readonly kind: 'person' | 'account' | 'app';
  /** Null for an app by itself that was not asked about by its account. */
  readonly principalId: number | null;
  readonly who: string;
  readonly app: { readonly id: number; readonly name: string } | null;
  readonly project: { readonly id: number; readonly name: string; readonly isActive: boolean } | null;
  readonly tool: Tool | null;
  readonly action: ToolAction | null;
  readonly level: (typeof LEVELS_ASKED)[number];
}

type Caller = Pick<Asked, 'kind' | 'principalId' | 'who' | 'app'>;

/** The question as it stands in the address. An action that names its tool needs no tool beside it. */
export function formIn(query: unknown): AccessForm {
  const field = (name: string): string => (formField(query, name) ?? '').trim();
  const [tool, action] = [field('tool'), field('action')];
  const isApart = action !== '' && tool !== '' && toolOf(action) !== toolOf(tool);
  return {
    who: field('who'),
    other: field('other'),
    app: field('app'),
    project: field('project'),
    tool: action === '' || isApart ? tool : action,
    level: field('level') || 'read_only',
    foreignAction: isApart,
  };
}

export const isAsked = (query: unknown): boolean => formField(query, 'who') !== undefined;

/** Nobody is answered for whom the page does not show; before anything is asked, somebody is chosen. */
export function shown(form: AccessForm, { people, hasMorePeople }: AccessChoiceLists, asked: boolean): AccessForm {
  const other = hasMorePeople ? form.other : '';
  if (other !== '') return { ...form, other, who: '' };
  return { ...form, other, who: asked ? form.who : String(people.at(0)?.id ?? '') };
}

/** What is wrong with a question, by field; nothing where it can be asked. */
export function faultsOf(form: AccessForm, lists: AccessChoiceLists, catalogue: ToolCatalogue): AccessFaults {
  const tool = catalogue.find(toolOf(form.tool));
  const rules: readonly (readonly [field: string, fault: string, isWrong: boolean])[] = [
    ['who', 'whoWrong', nobody(form)],
    ['app', 'appWithAccount', worksAlone(form, lists)],
    ['project', 'projectUnknown', form.project !== '' && publicIdOf(form.project) === undefined],
    ['project', 'projectWrong', form.project === '' && form.tool.startsWith('project.')],
    ['tool', 'toolWrong', form.tool !== '' && (!tool || !hasAction(tool, form.tool))],
    ['tool', 'actionWrong', form.foreignAction],
    ['level', 'levelWrong', !LEVELS_ASKED.some((level) => level === form.level)],
  ];
  return new Map(rules.filter(([, , isWrong]) => isWrong).map(([field, fault]) => [field, fault]));
}

const whoIn = ({ who, other }: AccessForm): string => (other === '' ? who : other);

const nobody = (form: AccessForm): boolean =>
  whoIn(form) === '' ? form.app === '' : publicIdOf(whoIn(form)) === undefined;

/** Service accounts use no app, and the account of an app none but its own. */
function worksAlone(form: AccessForm, { accounts }: AccessChoiceLists): boolean {
  const account = accounts.find(({ id }) => String(id) === whoIn(form));
  return account !== undefined && form.app !== '' && String(account.appId ?? '') !== form.app;
}

/** An action goes with its tool: `company.directory/create_users`. */
const toolOf = (choice: string): string => choice.split('/', 1)[0];
const actionOf = (tool: Tool, choice: string): ToolAction | undefined =>
  tool.actions?.find(({ name }) => choice === `${tool.name}/${name}`);
const hasAction = (tool: Tool, choice: string): boolean => choice === tool.name || actionOf(tool, choice) !== undefined;

/** A question without faults, by its names. */
export function askedIn(form: AccessForm, lists: AccessChoiceLists, catalogue: ToolCatalogue): Asked {
  const tool = catalogue.find(toolOf(form.tool)) ?? null;
  return {
    ...callerIn(form, lists),
    project: tool?.name.startsWith('company.') ? null : projectIn(form, lists),
    tool,
    action: (tool && actionOf(tool, form.tool)) ?? null,
    level: form.level as Asked['level'],
  };
}

function callerIn(form: AccessForm, { accounts, apps, people }: AccessChoiceLists): Caller {
  const principalId = idIn(whoIn(form));
  const account = accounts.find(({ id }) => id === principalId);
  if (account && account.appId === undefined) return { kind: 'account', principalId, who: account.name, app: null };
  const app = named(apps, account?.appId ?? idIn(form.app));
  const person = account ? null : named(people, principalId);
  if (person) return { kind: 'person', principalId, who: person.name, app };
  return { kind: 'app', principalId, who: app?.name ?? '', app };
}

const idIn = (text: string): number | null => publicIdOf(text) ?? null;

function projectIn(form: AccessForm, { projects }: AccessChoiceLists): Asked['project'] {
  const id = idIn(form.project);
  const found = projects.find((one) => one.id === id);
  return found ?? (id === null ? null : { id, name: `#${id}`, isActive: true });
}

/** Somebody who is in no list is known by their number alone. */
const named = (list: AccessChoiceLists['apps'], id: number | null): { id: number; name: string } | null =>
  id === null ? null : (list.find((one) => one.id === id) ?? { id, name: `#${id}` });

/** What was asked, in one line: tool and level, where, through what. */
export function subjectLine({ kind, app, project, tool, action, level }: Asked, words: Words): string {
  const wish = tool && `${toolName(tool, words)}: ${action ? words.action(action.label) : words.level(level)}`;
  return [wish, project?.name, kind === 'app' ? null : app?.name].filter(Boolean).join(' · ');
}

/** Where a project is named beside it, the tool is one of projects. */
export const toolName = ({ name }: Tool, words: Words): string =>
  name.startsWith('project.') ? words.title(name) : words.tool(name);
