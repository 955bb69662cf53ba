import type { Level, ToolName } from './levels.js';

export interface ToolAction {
  readonly name: string;
  readonly label: string;
}

/** A unit of functionality that carries permissions. */
export interface Tool {
  /** Stable public number. Own modules choose from 10,000 upwards. */
  readonly id: number;
  readonly name: ToolName;
  readonly title: string;
  /** The levels that may be given; all four unless named. */
  readonly levels?: readonly Level[];
  readonly actions?: readonly ToolAction[];
  /** Cannot be switched off in a project. */
  readonly required?: boolean;
}
