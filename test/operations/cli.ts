import { runCommandLine } from '../../src/operations/index.js';
import type { TestApp } from '../support/start-app.js';

/** How a command ended, and what it printed. */
export interface CliOutcome {
  readonly code: number;
  readonly text: string;
  readonly complaints: string;
}

/** Runs a command against a running program. */
export async function cliOf(app: TestApp, ...argv: string[]): Promise<CliOutcome> {
  const [printed, complaints]: string[][] = [[], []];
  const code = await runCommandLine(argv, {
    print: (line) => printed.push(line),
    complain: (line) => complaints.push(line),
    open: async () => ({ get: (type) => app.app.get(type), close: async () => undefined }),
  });
  return { code, text: printed.join('\n'), complaints: complaints.join('\n') };
}
