import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientToken } from '../support/flows.js';
import { call, send } from '../support/http.js';
import { aPlace, isMysql, lookInto, type Place } from './place.js';
import { appAt, demoFacts, ServerProcess } from './server-process.js';

const WORKERS = 3;
/** The embedded engine serves one process, and refuses to start with more. */
const onMysql = isMysql ? it : it.skip;

let place: Place;
let server: ServerProcess;

beforeEach(async () => {
  if (!isMysql) return;
  place = await aPlace();
  server = await ServerProcess.start(place, { WORKERS: String(WORKERS) });
});
afterEach(async () => {
  await server?.kill();
  await place?.remove();
});

/** The processes that a process has started and that still run. */
async function childrenOf(parent: number): Promise<number[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(processes.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  // Its name, in brackets, may hold anything; then come its state and its parent.
  const isChild = (stat: string): boolean =>
    /^[RSD] (\d+) /.exec(stat.slice(stat.lastIndexOf(')') + 2))?.[1] === String(parent);
  return processes.filter((_, at) => isChild(stats[at])).map(Number);
}

/** Waits until as many run as should, other than the one that was killed. */
async function workersWithout(killed?: number): Promise<number[]> {
  for (const deadline = Date.now() + 20_000; ; await sleep(50)) {
    const running = (await childrenOf(server.pid)).filter((pid) => pid !== killed);
    if (running.length === WORKERS || Date.now() > deadline) return running;
  }
}

/** The others may still be starting when the one that serves is killed. */
async function untilServed(): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(50)) {
    if (await send(`${server.url}/health/ready`).catch(() => undefined)) return;
  }
}

onMysql('several workers share a port and a database, which one of them alone migrates and seeds', async () => {
  expect(await workersWithout()).toHaveLength(WORKERS);
  const companies = await lookInto(place, (database) =>
    database.query<{ name: string; n: number }>('SELECT name, COUNT(*) AS n FROM companies GROUP BY name'),
  );
  expect(companies.length).toBeGreaterThan(0);
  expect(companies.filter(({ n }) => Number(n) !== 1)).toEqual([]);
  expect(server.output.match(/Gatehouse is ready at/g)).toHaveLength(1);
});

onMysql('a worker that is killed is replaced, and tokens of its time stay good', async () => {
  const demo = await demoFacts(place);
  const token = await clientToken(appAt(server, demo), demo.service_account);
  const [victim] = await workersWithout();
  process.kill(victim, 'SIGKILL');
  expect(await workersWithout(victim)).toHaveLength(WORKERS);
  await untilServed();
  for (let at = 0; at < 2 * WORKERS; at++) {
    const answer = await call(`${server.url}/oauth/token/info`, token);
    expect(answer.status).toBe(200);
  }
});

onMysql('a worker that is killed while it starts is replaced like any other', async () => {
  const first = await workersWithout();
  process.kill(first[0], 'SIGKILL');
  let replacement: number | undefined;
  for (const deadline = Date.now() + 20_000; !replacement && Date.now() < deadline; await sleep(10)) {
    replacement = (await childrenOf(server.pid)).find((pid) => !first.includes(pid));
  }
  if (!replacement) throw new Error('Nobody came in the place of the one that was killed.');
  process.kill(replacement, 'SIGKILL');
  expect(await workersWithout(replacement)).toHaveLength(WORKERS);
});

onMysql('all workers end together, and orderly', async () => {
  const workers = await workersWithout();
  server.signal('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });
  for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
