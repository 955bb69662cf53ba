import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DemoFacts } from '../../src/demo/index.js';
import { testPort } from '../support/test-port.js';
import { send } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';
import type { Place } from './place.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = 'dist/src/main.js';
const COMMAND_LINE = 'dist/src/cli.js';
const PATIENCE_MS = 30_000;

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built program as a process of its own, in development mode: it migrates and seeds the demo by itself. */
export class ServerProcess {
  private text = '';
  readonly ended: Promise<Ending>;

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
    }
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  }

  /** Starts it on a free port, and waits until it says that it is ready. */
  static async start(place: Place, environment: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
    const port = await testPort();
    const child = spawnProgram(MAIN, [], { ...place.environment, PORT: String(port), ...environment });
    const server = new ServerProcess(`http://127.0.0.1:${port}`, child);
    await server.untilReady();
    return server;
  }

  /** Everything it has written so far. */
  get output(): string {
    return this.text;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${MAIN} has no process`);
    return this.child.pid;
  }

  /** `kill -9`: it gets no chance to finish anything. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  private async untilReady(): Promise<void> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(20)) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) break;
      // It serves before it has told its guide, and another process may have taken the port.
      if (this.text.includes('Gatehouse') && (await this.isReady())) return;
    }
    await this.kill();
    throw new Error(`${MAIN} did not start:\n${this.text.slice(-4_000)}`);
  }

  private async isReady(): Promise<boolean> {
    const answer = await send(`${this.url}/health/ready`).catch(() => undefined);
    return answer?.status === 200;
  }
}

/** The demo's facts, as the process that seeded the place left them. */
export const demoFacts = async ({ directory }: Place): Promise<DemoFacts> =>
  JSON.parse(await readFile(join(directory, 'demo.json'), 'utf8')) as DemoFacts;

/** What the helpers of `test/support` need of an application, for one that runs elsewhere. */
export const appAt = (server: ServerProcess, demo: DemoFacts): TestApp => ({ url: server.url, demo }) as TestApp;

/** Runs the built command line against a place. */
export async function runCli(place: Place, ...args: string[]): Promise<Ending & { readonly text: string }> {
  const child = spawnProgram(COMMAND_LINE, args, place.environment);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, text };
}

/** Nothing of the test run's own environment reaches it. */
function spawnProgram(program: string, args: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  const { PATH, HOME } = process.env;
  return spawn(process.execPath, [join(ROOT, program), ...args], {
    cwd: ROOT,
    env: { PATH, HOME, NODE_ENV: 'development', HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
