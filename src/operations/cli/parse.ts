import { parseArgs, type ParseArgsConfig } from 'node:util';
import { type Command, CommandInput, type OptionRule } from './command.js';

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help'; readonly command?: Command }
  | { readonly kind: 'run'; readonly command: Command; readonly input: CommandInput };

/** The operator typed something that is no command. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly command?: Command,
  ) {
    super(message);
    this.name = 'UsageError';
  }
}

const isHelp = (word: string | undefined): boolean => word === '--help' || word === '-h';

/** Reads the command line. Throws {@link UsageError}. */
export function parseCommandLine(argv: readonly string[], commands: readonly Command[]): Request {
  if (argv.length === 0) throw new UsageError('Name a command.');
  if (isHelp(argv[0])) return { kind: 'help' };
  const name = argv.slice(0, 2).join(' ');
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    if (argv.some(isHelp)) return { kind: 'help' };
    throw new UsageError(`There is no command "${name}".`);
  }
  const rest = argv.slice(2);
  if (rest.some(isHelp)) return { kind: 'help', command };
  return { kind: 'run', command, input: inputOf(command, rest) };
}

function inputOf(command: Command, argv: readonly string[]): CommandInput {
  const rules = command.options ?? {};
  const { values, positionals } = parsed(command, argv);
  for (const [name, rule] of Object.entries(rules)) checkOption(command, name, rule, values[name]);
  const expected = command.arguments ?? [];
  if (positionals.length !== expected.length) {
    throw new UsageError(
      expected.length === 0 ? 'This command takes no arguments.' : 'Wrong number of arguments.',
      command,
    );
  }
  const named = expected.map(({ name, choices }, position): [string, string] => {
    const value = positionals[position];
    if (choices && !choices.includes(value))
      throw new UsageError(`<${name}> is one of ${choices.join(', ')}.`, command);
    return [name, value];
  });
  return new CommandInput(values, Object.fromEntries(named));
}

type Values = ReturnType<typeof parseArgs>['values'];

function parsed(command: Command, argv: readonly string[]): { values: Values; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, { value, isRepeated }] of Object.entries(command.options ?? {})) {
    options[name] = { type: value === undefined ? 'boolean' : 'string', multiple: isRepeated ?? false };
  }
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message, command);
  }
}

function checkOption(command: Command, name: string, rule: OptionRule, given: Values[string]): void {
  const values = [given ?? []].flat();
  if (rule.isRequired && values.length === 0) throw new UsageError(`--${name} is missing.`, command);
  if (values.some((value) => value === '')) throw new UsageError(`--${name} is empty.`, command);
  if (rule.choices && values.some((value) => !rule.choices?.includes(String(value)))) {
    throw new UsageError(`--${name} is one of ${rule.choices.join(', ')}.`, command);
  }
}
