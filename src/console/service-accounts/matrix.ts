import { type Level, LEVELS, type Levels, type Actions, levelOn, type ToolCatalogue } from '../../access/index.js';
import { formField } from '../../identity/index.js';
import { formValues } from '../shell/form-values.js';
import type { Words } from '../shell/words.js';

/** One tool in a permission matrix. */
export interface MatrixRow {
  readonly tool: string;
  readonly title: string;
  /** In the order of {@link LEVELS}; null where the tool does not have the level. */
  readonly levels: readonly ({ readonly level: Level; readonly isChosen: boolean } | null)[];
  readonly actions: readonly { readonly name: string; readonly label: string; readonly isChosen: boolean }[];
}

export interface Matrix {
  readonly levels: readonly Level[];
  readonly rows: readonly MatrixRow[];
  readonly hasActions: boolean;
  /** The tools on which something is given, in words. */
  readonly given: readonly string[];
}

/** Tools against levels, as they are set. */
export function matrixOf(
  kind: 'company' | 'project',
  set: { readonly levels: Levels; readonly actions: Actions },
  catalogue: ToolCatalogue,
  words: Words,
): Matrix {
  const rows = catalogue.list(kind).map((tool) => {
    const allowed = catalogue.levelsOf(tool);
    const current = levelOn(set.levels, tool.name);
    return {
      tool: tool.name,
      title: words.title(tool.name),
      levels: LEVELS.map((level) => (allowed.includes(level) ? { level, isChosen: level === current } : null)),
      actions: (tool.actions ?? []).map(({ name, label }) => ({
        name,
        label: words.action(label),
        isChosen: set.actions[tool.name]?.includes(name) ?? false,
      })),
    };
  });
  rows.sort((a, b) => a.title.localeCompare(b.title, words.locale));
  const given = rows.flatMap((row) => givenOn(row, words));
  return { levels: LEVELS, rows, hasActions: rows.some(({ actions }) => actions.length > 0), given };
}

/** `Directory: Read only, Create users`; nothing where nothing is given. */
function givenOn({ title, levels, actions }: MatrixRow, words: Words): string[] {
  const level = levels.find((one) => one?.isChosen)?.level ?? 'none';
  const single = actions.filter(({ isChosen }) => isChosen).map(({ label }) => label);
  const parts = level === 'none' ? single : [words.level(level), ...single];
  return parts.length === 0 ? [] : [`${title}: ${parts.join(', ')}`];
}

/** What a posted matrix sets: `level.<tool>` and `action.<tool>`. Whether these exist is for the service to say. */
export function matrixIn(body: unknown): {
  readonly levels: Record<string, string>;
  readonly actions: Record<string, string[]>;
} {
  const names = Object.keys(body ?? {});
  const toolsOf = (prefix: string): string[] =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const levels = toolsOf('level.').map((tool) => [tool, formField(body, `level.${tool}`) ?? ''] as const);
  const actions = toolsOf('action.').map((tool) => [tool, formValues(body, `action.${tool}`)] as const);
  return {
    levels: Object.fromEntries(levels.filter(([, level]) => level !== 'none')),
    actions: Object.fromEntries(actions),
  };
}
