import cluster from 'node:cluster';

const PAUSE_MS = 1_000;

/**
 * One process per worker on one port; a worker that dies is replaced, all end together. The first one starts alone:
 * outside of production it migrates and seeds, which two at a time would do twice.
 */
export function superviseWorkers(count: number, port: number): void {
  let isEnding = false;
  let hasListened = false;
  const start = (): void => {
    if (!isEnding) cluster.fork({ PORT: String(port) });
  };
  cluster.once('listening', () => {
    hasListened = true;
    for (let more = 1; more < count; more++) start();
  });
  cluster.on('exit', () => {
    if (isEnding) return;
    // Whatever kept the first one from starting would keep the next one too.
    if (!hasListened) process.exit(1);
    // The database may be away for a while: no worker is lost for good, and none is started in a circle.
    setTimeout(start, PAUSE_MS);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      isEnding = true;
      for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
    });
  }
  start();
}

/** Whether this is the process that speaks for all. */
export const isFirstWorker = (): boolean => cluster.worker === undefined || cluster.worker.id === 1;
