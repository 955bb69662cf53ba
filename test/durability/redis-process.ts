import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { testPort } from '../support/test-port.js';

const PATIENCE_MS = 10_000;

/** The Redis server of this machine, if it has one. */
export const redisProgram = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'redis-server'))
  .find((program) => existsSync(program));

/** A private Redis that keeps nothing. */
export class RedisProcess {
  private constructor(
    readonly url: string,
    readonly client: Redis,
    private readonly child: ChildProcess,
  ) {
    // It is killed under its clients on purpose.
    client.on('error', () => undefined);
  }

  static async start(program: string): Promise<RedisProcess> {
    const port = await testPort();
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn(program, options, { stdio: 'ignore' });
    const url = `redis://127.0.0.1:${port}`;
    const redis = new RedisProcess(url, new Redis(url), child);
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(20)) {
      if (redis.client.status === 'ready') return redis;
    }
    await redis.kill();
    throw new Error(`${program} did not start.`);
  }

  async kill(): Promise<void> {
    this.client.disconnect();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
