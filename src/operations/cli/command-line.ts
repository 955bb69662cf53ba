import { DomainError } from '../../shared/index.js';
import { APP_COMMANDS } from './app-commands.js';
import { AUDIT_COMMANDS } from './audit-commands.js';
import { CLIENT_COMMANDS } from './client-commands.js';
import type { Command, Outcome, Services } from './command.js';
import { COMPANY_COMMANDS } from './company-commands.js';
import { commandHelp, generalHelp, usage } from './help.js';
import { KEY_COMMANDS } from './key-commands.js';
import { parseCommandLine, type Request, UsageError } from './parse.js';
import { USER_COMMANDS } from './user-commands.js';

/** Done, refused or failed, wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** Where the command line prints, and the program that it works on. */
export interface CommandLineHost {
  print(line: string): void;
  complain(line: string): void;
  /** Opens the program; not called for help and for wrong usage. */
  open(): Promise<Services & { close(): Promise<void> }>;
}

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  ...COMPANY_COMMANDS,
  ...USER_COMMANDS,
  ...APP_COMMANDS,
  ...CLIENT_COMMANDS,
  ...KEY_COMMANDS,
  ...AUDIT_COMMANDS,
];

/** Runs one command line; never throws. */
export async function runCommandLine(argv: readonly string[], host: CommandLineHost): Promise<ExitCode> {
  try {
    const request = parseCommandLine(argv, COMMANDS);
    const { lines, isFailure } = request.kind === 'help' ? succeeded(helpOf(request)) : await run(request, host);
    for (const line of lines) host.print(line);
    return isFailure ? 1 : 0;
  } catch (error) {
    for (const line of complaintsOf(error)) host.complain(line);
    return error instanceof UsageError ? 2 : 1;
  }
}

const helpOf = ({ command }: Extract<Request, { kind: 'help' }>): string[] =>
  command ? commandHelp(command) : generalHelp(COMMANDS);

const succeeded = (lines: readonly string[]): Outcome => ({ lines, isFailure: false });

async function run(request: Extract<Request, { kind: 'run' }>, host: CommandLineHost): Promise<Outcome> {
  const program = await host.open();
  try {
    const result = await request.command.run(program, request.input);
    return 'lines' in result ? result : succeeded(result);
  } finally {
    await program.close();
  }
}

function complaintsOf(error: unknown): string[] {
  if (error instanceof UsageError) {
    return [error.message, error.command ? `Usage: ${usage(error.command)}` : 'See: npm run cli -- --help'];
  }
  if (error instanceof DomainError) {
    const fields = Object.entries(error.options.fields ?? {}).map(([name, texts]) => `  ${name}: ${texts.join(' ')}`);
    return [error.message, ...fields];
  }
  return [error instanceof Error ? error.message : String(error)];
}
