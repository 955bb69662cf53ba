import { createServer } from 'node:net';

const TRIES = 100;

const isFree = (port: number, host: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen({ port, host, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });

/** The wanted port of the loopback interface or the next one that is free; 0 wants any. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + TRIES && port <= 65_535; port++) {
    const found = await isFree(port, '127.0.0.1');
    if (found !== undefined) return found;
  }
  throw new Error(`No free port between ${wanted} and ${wanted + TRIES}.`);
}
