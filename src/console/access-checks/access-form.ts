/** The question as it stands in the address. */
export interface AccessForm {
  readonly who: string;
  readonly other: string;
  readonly app: string;
  readonly project: string;
  /** A tool, or one with a single action of it: `company.directory/create_users`. */
  readonly tool: string;
  readonly level: string;
  /** Whether the address names an action of another tool. */
  readonly foreignAction: boolean;
}

/** By field, the name of the text that says what is wrong with it. */
export type AccessFaults = ReadonlyMap<string, string>;
