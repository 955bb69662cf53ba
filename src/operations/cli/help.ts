import type { Command, OptionRule } from './command.js';

const PROGRAM = 'npm run cli --';

/** Columns that line up, two blanks apart. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}

const valueOf = ({ value, choices }: OptionRule): string =>
  value === undefined ? '' : ` ${choices?.join('|') ?? value}`;

function usageOf(option: string, rule: OptionRule): string {
  const text = `--${option}${valueOf(rule)}${rule.isRepeated ? ' …' : ''}`;
  return rule.isRequired ? text : `[${text}]`;
}

/** How to write a command. */
export function usage(command: Command): string {
  const options = Object.entries(command.options ?? {}).map(([name, rule]) => usageOf(name, rule));
  const positionals = (command.arguments ?? []).map(({ name }) => `<${name}>`);
  return [command.name, ...positionals, ...options].join(' ');
}

/** The help of one command. */
export function commandHelp(command: Command): string[] {
  const options = Object.entries(command.options ?? {}).map(([name, rule]) => [
    `  --${name}${valueOf(rule)}`,
    rule.summary,
  ]);
  const choices = (command.arguments ?? []).flatMap(({ name, choices }) =>
    choices ? [[`  <${name}>`, `one of ${choices.join(', ')}`]] : [],
  );
  return [command.summary, '', `Usage: ${PROGRAM} ${usage(command)}`, ...table([...choices, ...options])];
}

/** The help of everything. */
export function generalHelp(commands: readonly Command[]): string[] {
  return [
    'Runs a command on this installation, with the same configuration as the server.',
    '',
    `Usage: ${PROGRAM} <command> [options]`,
    ...table(commands.map(({ name, summary }) => [`  ${name}`, summary])),
    '',
    `${PROGRAM} <command> --help tells more. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`,
  ];
}
