import { spawn } from 'node:child_process';

const GRACE_MS = 5_000;

/**
 * Starts a program in a process group of its own, with our output.
 *
 * @returns {{ ended: Promise<number>, stop: () => void }} `ended` gives the exit code (1 if a signal ended it)
 */
export function startProcess(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
  const stop = () => {
    signalGroup(child.pid, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), GRACE_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      signalGroup(child.pid, 'SIGKILL');
    });
  };
  return { ended, stop };
}

function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
