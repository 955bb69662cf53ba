/**
 * `npm test`: everything on the embedded engine, then what touches the database once more on MySQL.
 *
 *   npm test                                  both passes
 *   npm test -- test/oauth -t 'refresh'       other arguments go to jest
 *   npm test -- --database embedded|mysql     one pass
 *   npm test -- --no-build                    with dist/ as it is
 *
 * TEST_DATABASE_URL  the MySQL server to use; else a private throwaway one is started if the machine has a server
 * REQUIRE_MYSQL=1    fail where MySQL would be left out
 * CHROMIUM_PATH      the browser to use; else one on PATH
 * REQUIRE_BROWSER=1  fail where the browser tests would be left out
 *
 * Specs see TEST_DATABASE (`embedded` or `mysql`), on MySQL TEST_DATABASE_URL, and CHROMIUM_PATH where there is one.
 * The last line is always `N passed, N failed`.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArguments } from './support/arguments.mjs';
import { startProcess } from './support/child-process.mjs';
import { findProgram, isExecutable } from './support/find-program.mjs';
import { countResults } from './support/jest-results.mjs';
import { findMysqlServer, startPrivateMysql } from './support/private-mysql.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const BROWSER_SPECS = '<rootDir>/test/browser/';
/** These do not depend on the database: once is enough. The browser specs run once because they are slow. */
const EMBEDDED_ONLY = ['<rootDir>/src/', '<rootDir>/test/architecture/', BROWSER_SPECS];

const { databases, build, jestArguments, paths } = parseArguments(process.argv.slice(2));
const results = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
const total = { passed: 0, failed: 0 };
const notices = [];
let running;
let interrupted;

function leaveOut(what, why, required) {
  notices.push(`*** ${what} left out: ${why}`);
  console.log(`\n${notices.at(-1)}\n`);
  if (required) total.failed += 1;
}

/** Runs a program to its end, in a process group of its own so that an interruption reaches everything it started. */
async function run(args, env = process.env) {
  if (interrupted) return 1;
  running = startProcess(process.execPath, args, { cwd: root, env });
  const code = await running.ended;
  running = undefined;
  return code;
}

/** The tests that kill a server start the built program; nothing else needs it. */
function needsBuild() {
  const independent = (path) => /(^|\/)src\/|test\/architecture/.test(path);
  if (!build || (paths.length > 0 && paths.every(independent))) return false;
  const files = readdirSync(join(root, 'test'), { recursive: true }).filter((file) => file.endsWith('.ts'));
  return files.some((file) => readFileSync(join(root, 'test', file), 'utf8').includes('dist/src/'));
}

async function jest(database, ignored, variables) {
  console.log(`\n=== ${database} ===\n`);
  const outputFile = join(results, `${database}.json`);
  const { TEST_DATABASE_URL: _, ...inherited } = process.env;
  const options = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;
  const env = { ...inherited, ...variables, TEST_DATABASE: database, NODE_OPTIONS: options.trim() };
  const args = ['--ci', '--passWithNoTests', '--json', `--outputFile=${outputFile}`];
  const ignore = ['/node_modules/', ...ignored].map((pattern) => `--testPathIgnorePatterns=${pattern}`);
  // The patterns come last: jest would take a path that follows them for one more of them.
  const code = await run(['node_modules/jest/bin/jest.js', ...args, ...jestArguments, ...ignore], env);
  const { passed, failed } = countResults(outputFile, code);
  total.passed += passed;
  total.failed += failed;
  notices.push(`${database}: ${passed} passed, ${failed} failed`);
  return passed + failed;
}

function findBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given) return isExecutable(given) ? given : undefined;
  return findProgram(['chromium', 'chromium-browser', 'google-chrome']);
}

async function embeddedPass() {
  const browser = findBrowser();
  if (browser) return jest('embedded', [], { CHROMIUM_PATH: browser });
  leaveOut('The browser tests were', 'no Chromium (set CHROMIUM_PATH)', process.env.REQUIRE_BROWSER === '1');
  return jest('embedded', [BROWSER_SPECS], {});
}

async function mysqlPass() {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return jest('mysql', EMBEDDED_ONLY, { TEST_DATABASE_URL: given });
  const program = findMysqlServer();
  if (!program) {
    const required = process.env.REQUIRE_MYSQL === '1' || !databases.includes('embedded');
    leaveOut('MySQL was', 'no TEST_DATABASE_URL, and no mariadbd or mysqld on this machine', required);
    return 0;
  }
  const server = await startPrivateMysql(program);
  try {
    console.log(`\nprivate server: ${server.version}`);
    const ran = await jest('mysql', EMBEDDED_ONLY, { TEST_DATABASE_URL: server.url });
    if (ran === 0 && jestArguments.length === 0)
      leaveOut('MySQL was', 'no test uses it', process.env.REQUIRE_MYSQL === '1');
    return ran;
  } finally {
    await server.stop();
  }
}

async function main() {
  if (needsBuild() && (await run(['node_modules/@nestjs/cli/bin/nest.js', 'build'])) !== 0) {
    throw new Error('the build failed');
  }
  const passes = { embedded: embeddedPass, mysql: mysqlPass };
  let ran = 0;
  for (const database of databases) if (!interrupted) ran += await passes[database]();
  if (ran === 0) throw new Error('no test was run');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted ??= signal;
    running?.stop();
  });
}

try {
  await main();
} catch (error) {
  total.failed += 1;
  notices.push(`*** ${error.message}`);
} finally {
  rmSync(results, { recursive: true, force: true });
}
if (interrupted) {
  total.failed += 1;
  notices.push(`*** interrupted by ${interrupted}`);
}
console.log(`\n${notices.join('\n')}\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
