/** A measured server in a process of its own: `start(script, environment)`, then `ask('stats')` over IPC. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export async function startChild(script, environment, execArgv = []) {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
    env: { ...process.env, ...environment },
    execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`${script} ended with ${code}`);
  });
  died.catch(() => undefined);
  const ask = async (question) => {
    child.send(question);
    const [answer] = await Promise.race([once(child, 'message'), died]);
    return answer;
  };
  const [facts] = await Promise.race([once(child, 'message'), died]);
  return { facts, ask, stop: () => child.kill('SIGTERM'), ended: once(child, 'exit') };
}

/** In the child: tells that it listens, and answers questions. */
export function serveQuestions(facts, statements) {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send({ cpuMicroseconds: user + system, statements: statements(), rss: process.memoryUsage().rss });
  });
  process.send(facts);
}
