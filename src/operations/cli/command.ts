import type { Type } from '@nestjs/common';

/** The running program, as commands see it. */
export interface Services {
  get<T>(type: Type<T>): T;
}

/** One `--option` of a command. */
export interface OptionRule {
  /** How the value is called in the help; absent for a flag. */
  readonly value?: string;
  readonly isRequired?: boolean;
  /** May be given several times. */
  readonly isRepeated?: boolean;
  readonly choices?: readonly string[];
  readonly summary: string;
}

/** A positional argument. */
export interface ArgumentRule {
  readonly name: string;
  readonly choices?: readonly string[];
}

/** What a command has to say where that alone does not mean that it succeeded. */
export interface Outcome {
  readonly lines: readonly string[];
  /** Ends with 1. */
  readonly isFailure: boolean;
}

/** One command of the command line. */
export interface Command {
  /** Two words, such as `company create`. */
  readonly name: string;
  readonly summary: string;
  readonly options?: Readonly<Record<string, OptionRule>>;
  readonly arguments?: readonly ArgumentRule[];
  /** Does it, and returns the lines to print. Throws a `DomainError` for an expected refusal. */
  run(services: Services, input: CommandInput): Promise<readonly string[] | Outcome>;
}

type Value = string | boolean | (string | boolean)[] | undefined;

/** What the operator typed, checked against the rules of the command. */
export class CommandInput {
  constructor(
    private readonly values: Readonly<Record<string, Value>>,
    private readonly positionals: Readonly<Record<string, string>>,
  ) {}

  /** The value of a required option. */
  text(option: string): string {
    const value = this.values[option];
    if (typeof value !== 'string') throw new Error(`--${option} is not a required option with a value.`);
    return value;
  }

  texts(option: string): string[] {
    return [this.values[option] ?? []].flat().map(String);
  }

  flag(option: string): boolean {
    return this.values[option] === true;
  }

  argument(name: string): string {
    return this.positionals[name];
  }
}
