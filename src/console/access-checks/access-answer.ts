import { type AccessExplanation, type Level, TOKEN_FAULTS } from '../../access/index.js';
import type { Words } from '../shell/words.js';
import { type Asked, toolName } from './access-asked.js';
import type { AnswerWords, IdlePart, Variants } from './answer-words.js';
import { ANSWER_WORDS } from './check-words.js';
import { wayOut, type Ways } from './access-ways.js';

type Row = AccessExplanation['checks'][number];

/** What was looked at, as people read it. */
export interface ReadRow {
  readonly question: string;
  /** `idle`: does not apply to the question. `later`: can be told only once something before it is mended. */
  readonly outcome: 'pass' | 'fail' | 'idle' | 'later';
  /** Why it does not apply. */
  readonly text: string | null;
}

/** Something that stands in the way. */
export interface Obstacle {
  readonly reason: string;
  readonly remedy: string | null;
  readonly way: { readonly href: string; readonly label: string } | null;
}

export interface ReadAnswer {
  readonly obstacles: readonly Obstacle[];
  readonly rows: readonly ReadRow[];
}

/** A question, with the level on its tool that whoever it is about has; none where nobody looked. */
export type Answered = Asked & { readonly present: Level };

/** An explanation in plain words: all that stands in the way, then each row that concerns the question. */
export function readAnswer({ checks }: AccessExplanation, asked: Answered, words: Words, ways: Ways): ReadAnswer {
  const texts = ANSWER_WORDS[words.locale];
  const reader = new Reader(asked, words, texts);
  const waiting = new Set(checks.filter(isFailed).flatMap((row) => consequencesOf(row, asked)));
  const concerned = checks.filter((row) => isFailed(row) || (row.outcome === 'pass' && !isIdle(row.check, asked)));
  return {
    obstacles: concerned
      .filter((row) => isFailed(row) && !waiting.has(row.check))
      .map((row) => reader.obstacle(row, ways)),
    rows: [
      ...concerned.map((row) => reader.row(row, waiting.has(row.check))),
      ...idleParts(asked).map(
        (part) => ({ question: texts.idle[part][0], outcome: 'idle', text: texts.idle[part][1] }) as const,
      ),
    ],
  };
}

const isFailed = ({ outcome }: Row): boolean => outcome === 'fail';

/** A row that passes because there is nothing to look at. The explainer asks with whatever scope is needed. */
function isIdle(check: string, { kind, app, project, tool }: Asked): boolean {
  const lacking: Readonly<Record<string, boolean>> = {
    company_known: project === null,
    environment: app === null,
    installation: app === null,
    grant: app === null || kind !== 'person',
    scope: true,
    approval: app === null || tool === null,
    permitted_project: project === null,
    project_member: project === null,
    tool_enabled: project === null || tool === null,
    level: tool === null,
  };
  return lacking[check] ?? false;
}

function idleParts({ kind, app, project, tool }: Asked): IdlePart[] {
  const parts: readonly (readonly [IdlePart, boolean])[] = [
    ['apps', app === null],
    ['consent', kind === 'app'],
    ['projects', project === null],
    ['tools', tool === null],
  ];
  return parts.filter(([, isLacking]) => isLacking).map(([part]) => part);
}

const IN_PROJECT = ['permitted_project', 'project_member', 'tool_enabled', 'level'];

/** An app by itself has what its installation gives it: without that, nothing further can be told. */
const OF_APPS: Readonly<Record<string, readonly string[]>> = {
  installation: ['approval', 'permitted_project', 'project_member', 'level'],
  approval: ['level'],
  permitted_project: ['project_member', 'level'],
  project_member: ['level'],
};

/** The rows of which nothing can be told while `row` fails. */
function consequencesOf({ check, code }: Row, { kind, project }: Asked): readonly string[] {
  if (check === 'company_known') return IN_PROJECT;
  if (code === 'app_suspended') return [];
  if (kind === 'app') return OF_APPS[check] ?? [];
  if (check !== 'installation') return [];
  return project?.isActive === false ? ['approval'] : ['approval', 'permitted_project'];
}

/** Puts rows into words, with the names of one question. */
class Reader {
  private readonly values: Readonly<Record<string, string>>;

  constructor(
    private readonly asked: Answered,
    words: Words,
    private readonly texts: AnswerWords,
  ) {
    const { who, app, project, tool, action, level, present } = asked;
    this.values = {
      who,
      off: app?.name ?? who,
      app: app?.name ?? '',
      project: project?.name ?? '',
      tool: tool ? toolName(tool, words) : '',
      action: action ? words.action(action.label) : '',
      level: words.level(level),
      present: words.level(present),
    };
  }

  /** A row that is new to these pages, as the API says it. */
  row(row: Row, isLater: boolean): ReadRow {
    const question = this.said(row, 'questions') ?? row.check;
    const outcome = isLater ? 'later' : isFailed(row) ? 'fail' : 'pass';
    return { question, outcome, text: null };
  }

  obstacle(row: Row, ways: Ways): Obstacle {
    const reason = this.said(row, 'reasons') ?? row.detail ?? row.check;
    const name = wayOut(row, this.asked);
    const href = name && ways[name];
    const way = name && href ? { href, label: this.texts.ways[name] } : null;
    return { reason, remedy: this.said(row, 'remedies') ?? row.remedy, way };
  }

  private said(row: Row, what: 'questions' | 'reasons' | 'remedies'): string | undefined {
    if (!Object.hasOwn(this.texts.checks, row.check)) return undefined;
    const text = chosen(this.texts.checks[row.check][what], this.variantsOf(row));
    return text.replace(/\{(\w+)\}/g, (_, name: string) => this.values[name] ?? '');
  }

  /** From the most particular on. */
  private variantsOf({ code, detail }: Row): string[] {
    const { kind, app, project, action } = this.asked;
    const fault = Object.entries(TOKEN_FAULTS).find(([, text]) => text === detail)?.[0];
    const variants = [
      fault,
      code,
      project?.isActive === false && 'inactive',
      kind,
      action && 'action',
      app && 'through',
    ];
    return variants.filter((variant) => typeof variant === 'string');
  }
}

function chosen(variants: Variants, wanted: readonly string[]): string {
  const found = wanted.find((variant) => Object.hasOwn(variants, variant));
  return variants[found ?? 'else'];
}
