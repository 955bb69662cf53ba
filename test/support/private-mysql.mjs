/**
 * A private, throwaway MariaDB or MySQL server: own data in a temporary folder, own unix socket, own TCP port on
 * 127.0.0.1. Works as root and as an ordinary user; any number may run side by side.
 *
 *   const program = findMysqlServer();                  // undefined: this machine has none
 *   const server = await startPrivateMysql(program);    // { url, port, socket, version, stop }
 *   ...                                                 // url: mysql://root@127.0.0.1:PORT, no database name
 *   await server.stop();                                // server and data are gone
 *
 * A watchdog process holds the other end of a pipe and removes server and data when this process ends in any way,
 * SIGKILL included; `stop()` closes that pipe and waits until everything is gone.
 *
 * The server trades durability for speed. Where durability is what is measured, pass
 * `{ flags: ['--innodb-flush-log-at-trx-commit=1', '--innodb-doublewrite=1'] }`: later flags win.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { findProgram } from './find-program.mjs';

const run = promisify(execFile);
const START_ATTEMPTS = 5;
const START_TIMEOUT_MS = 60_000;

const FLAGS = [
  '--bind-address=127.0.0.1',
  '--skip-name-resolve',
  '--skip-log-bin',
  '--sync-binlog=0',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
  '--innodb-use-native-aio=0',
  '--performance-schema=OFF',
  '--max-connections=300',
];

const WATCHDOG = `
  cat >/dev/null
  kill -9 "$1" 2>/dev/null
  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.1
  done
  rm -rf "$2"
`;

/** @returns {string | undefined} the server program of this machine, if it has one */
export function findMysqlServer() {
  return findProgram(['mariadbd', 'mysqld'], ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/usr/libexec']);
}

/**
 * @param {string} program path of mariadbd or mysqld, from findMysqlServer()
 * @param {{ flags?: string[] }} [options] further server flags
 * @returns {Promise<{ url: string, port: number, socket: string, version: string, stop: () => Promise<void> }>}
 */
export async function startPrivateMysql(program, { flags = [] } = {}) {
  const { stdout } = await run(program, ['--no-defaults', '--version']);
  const kind = { program, version: stdout.trim(), mariadb: /mariadb/i.test(stdout) };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(kind, flags);
    } catch (error) {
      if (attempt === START_ATTEMPTS || !error.endedEarly) throw error;
    }
  }
}

async function start({ program, version, mariadb }, flags) {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-mysql-'));
  try {
    await installData(program, mariadb, folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const port = await freePort();
  const socket = join(folder, 'server.sock');
  const own = [`--port=${port}`, `--socket=${socket}`, `--pid-file=${join(folder, 'server.pid')}`];
  const mysqlOnly = mariadb ? [] : ['--mysqlx=OFF', '--secure-file-priv=NULL'];
  const server = boot(program, [...serverArguments(folder), ...own, ...mysqlOnly, ...FLAGS, ...flags], folder);
  const failure = await server.ready(socket);
  if (!failure) return { url: `mysql://root@127.0.0.1:${port}`, port, socket, version, stop: server.stop };
  const log = await logTail(folder);
  await server.stop();
  throw Object.assign(new Error(`${program} did not start (${failure}):\n${log}`), { endedEarly: failure === 'ended' });
}

/** `--no-defaults` has to be the first argument of every one of these programs. */
function serverArguments(folder) {
  const root = process.getuid?.() === 0 ? ['--user=root'] : [];
  return ['--no-defaults', `--datadir=${join(folder, 'data')}`, `--tmpdir=${folder}`, ...root];
}

async function installData(program, mariadb, folder) {
  if (!mariadb) {
    await run(program, [...serverArguments(folder), '--initialize-insecure']);
    return;
  }
  const basedir = dirname(dirname(await realpath(program)));
  const folders = ['bin', 'scripts'].map((name) => join(basedir, name));
  const installer = findProgram(['mariadb-install-db', 'mysql_install_db'], folders);
  if (!installer) throw new Error(`${program} is here, but mariadb-install-db is not`);
  const more = [`--basedir=${basedir}`, '--auth-root-authentication-method=normal', '--skip-test-db'];
  await run(installer, [...serverArguments(folder), ...more]);
}

/** Starts server and watchdog. The server ends at once if somebody else was given the same port in the meantime. */
function boot(program, args, folder) {
  const log = openSync(join(folder, 'server.log'), 'a');
  const server = spawn(program, args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const watchdog = spawn('sh', ['-c', WATCHDOG, 'watchdog', String(server.pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const ended = once(server, 'exit');
  const removed = once(watchdog, 'exit');
  for (const handle of [server, watchdog, watchdog.stdin]) handle.unref();
  const stop = async () => {
    for (const handle of [server, watchdog]) handle.ref();
    watchdog.stdin.end();
    await Promise.all([ended, removed]);
  };
  return { stop, ready: (socket) => ready(socket, ended) };
}

/** Below the local ports of outgoing connections, one of which might take it before the server does (`test-port.ts`). */
async function freePort() {
  for (;;) {
    const listener = createServer().listen(20_000 + Math.floor(Math.random() * 12_000), '127.0.0.1');
    const isFree = await once(listener, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    const { port } = listener.address();
    listener.close();
    await once(listener, 'close');
    return port;
  }
}

/** Waits until the server answers on its own socket, then lets root in over TCP; returns what went wrong, if it did. */
async function ready(socket, ended) {
  let gone = false;
  void ended.then(() => (gone = true));
  let problem = 'no answer';
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(50)) {
    if (gone) return 'ended';
    try {
      const connection = await createConnection({ socketPath: socket, user: 'root' });
      await connection.query(`CREATE USER IF NOT EXISTS 'root'@'127.0.0.1'`);
      await connection.query(`GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION`);
      await connection.end();
      return undefined;
    } catch (error) {
      problem = error.message;
    }
  }
  return problem;
}

async function logTail(folder) {
  const text = await readFile(join(folder, 'server.log'), 'utf8');
  return text.split('\n').slice(-20).join('\n');
}
