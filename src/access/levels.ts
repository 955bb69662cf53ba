/** What a principal may do with a tool, weakest first (domain.md, Words). */
export const LEVELS = ['none', 'read_only', 'standard', 'admin'] as const;

export type Level = (typeof LEVELS)[number];

const RANK: Readonly<Record<Level, number>> = { none: 0, read_only: 1, standard: 2, admin: 3 };

export const rankOf = (level: Level): number => RANK[level];

export const reaches = (actual: Level, required: Level): boolean => RANK[actual] >= RANK[required];

export const lowerOf = (a: Level, b: Level): Level => (RANK[a] <= RANK[b] ? a : b);

export type CompanyTool = `company.${string}`;
export type ProjectTool = `project.${string}`;
/** A tool's full name: `company.directory`, `project.rfis`. */
export type ToolName = CompanyTool | ProjectTool;

/** Levels by tool; a tool that is not named has `none`. */
export type Levels = Readonly<Partial<Record<string, Level>>>;

/** Granular actions by tool, grantable on top of `read_only` and `standard`. */
export type Actions = Readonly<Partial<Record<string, readonly string[]>>>;

export const levelOn = (levels: Levels, tool: string): Level => levels[tool] ?? 'none';
