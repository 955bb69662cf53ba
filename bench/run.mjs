/**
 * `npm run bench`: how fast Gatehouse is, beside what the same machine can do at all (design: performance.md).
 *
 *   --database embedded|mysql   default embedded; mysql: TEST_DATABASE_URL, else a private durable server
 *   --connections 16,64         default 16,64
 *   --seconds 4                 of each measurement
 *   --only W1,W6                some workloads; W7 has a server of its own, with a large company
 *   --no-build                  dist/ as it is
 *
 * One wrong answer ends the run with 1. A share below its target is told, and ends it with 2.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { findMysqlServer, startPrivateMysql } from '../test/support/private-mysql.mjs';
import { startChild } from './child.mjs';
import { companyWorkloads } from './company-workloads.mjs';
import { measure } from './measure.mjs';
import { printTable, verdictOf } from './table.mjs';
import { references, workloads } from './workloads.mjs';

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'embedded' },
    connections: { type: 'string', default: '16,64' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
    'no-build': { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const wanted = values.only.split(',').filter(Boolean);

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const DURABLE = ['--innodb-flush-log-at-trx-commit=1', '--innodb-doublewrite=1'];

async function mysql() {
  if (values.database !== 'mysql') return { urlOf: async () => undefined, stop: async () => undefined };
  const program = findMysqlServer();
  const given = process.env.TEST_DATABASE_URL;
  if (!given && !program) throw new Error('no TEST_DATABASE_URL, and no mariadbd or mysqld on this machine');
  const server = given
    ? { url: given, stop: async () => undefined }
    : await startPrivateMysql(program, { flags: DURABLE });
  const admin = await createConnection(server.url);
  const names = [];
  return {
    urlOf: async () => {
      const name = `gatehouse_bench_${process.pid}_${names.push('') - 1}`;
      names[names.length - 1] = name;
      await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
      return `${server.url.replace(/\/$/, '')}/${name}`;
    },
    stop: async () => {
      for (const name of names) await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
      await server.stop();
    },
  };
}

async function start(script, database) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const url = await database.urlOf();
  const environment = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    PORT: String(await freePort()),
    DATA_DIR: folder,
    ...(url && { DATABASE_URL: url }),
  };
  const server = await startChild(script, environment);
  const stop = async () => {
    server.stop();
    await server.ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...server, stop, polls: script !== './references.mjs' };
}

async function measureAll(server, list, connectionCounts = values.connections.split(',').map(Number)) {
  const results = [];
  for (const connections of connectionCounts) {
    for (const workload of list) {
      process.stderr.write(`${workload.name}, ${connections} connections…\n`);
      results.push({ ...(await measure(server, workload, { connections, seconds })), workload });
    }
  }
  return results;
}

/** W1 to W6, beside the references. */
async function measureProtocol(database) {
  const bare = await start('./references.mjs', database);
  const known = await measureAll(bare, references());
  await bare.stop();
  const server = await start('./server.mjs', database);
  const { prepare, list, twin } = workloads(server.facts);
  await prepare();
  const chosen = list.filter(({ name }) => wanted.length === 0 || wanted.includes(name.split(' ')[0]));
  const results = await measureAll(server, [twin, ...chosen]);
  await server.stop();
  const all = [...known, ...results];
  return [...known.map((result) => verdictOf(result, [])), ...results.map((result) => verdictOf(result, all))];
}

/** W7: one administrator, one connection. */
async function measureCompany(database) {
  process.stderr.write('filling the large company…\n');
  const server = await start('./company-server.mjs', database);
  const results = await measureAll(server, await companyWorkloads(server.facts), [1]);
  await server.stop();
  return results.map((result) => verdictOf(result, []));
}

async function main() {
  if (!values['no-build']) {
    const { status } = spawnSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], {
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error('the build failed');
  }
  const database = await mysql();
  try {
    const judged = [];
    if (wanted.length === 0 || wanted.some((name) => name !== 'W7')) judged.push(...(await measureProtocol(database)));
    if (wanted.length === 0 || wanted.includes('W7')) judged.push(...(await measureCompany(database)));
    printTable(judged);
    const below = judged.filter(({ verdict }) => verdict.startsWith('below'));
    process.exitCode = below.length > 0 ? 2 : 0;
  } finally {
    await database.stop();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
