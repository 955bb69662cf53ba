import cluster from 'node:cluster';
import { seedDemo } from './demo/index.js';
import { freePort } from './free-port.js';
import { createServer } from './server.js';
import { type Configuration, ConfigurationError, loadConfiguration } from './shared/index.js';

/** In development the next free port is taken where the wanted one is in use. */
async function withFreePort(configuration: Configuration): Promise<Configuration> {
  if (configuration.environment === 'production') return configuration;
  const port = await freePort(configuration.port);
  const issuer = configuration.hasOwnIssuer ? configuration.issuer : `http://localhost:${port}`;
  return { ...configuration, port, issuer };
}

async function serve(): Promise<void> {
  const configuration = await withFreePort(loadConfiguration(process.env));
  const app = await createServer(configuration);
  // Ends with 0: an orderly end must not look like a crash.
  app.enableShutdownHooks([], { useProcessExit: true });
  const text = configuration.seedDemo ? await seedDemo(app, configuration) : `Gatehouse at ${configuration.issuer}\n`;
  await app.listen(configuration.port, configuration.host ?? defaultHost(configuration));
  process.stdout.write(text);
}

/** Development is nobody else's business; `::` would answer for the whole network. */
const defaultHost = ({ environment }: Configuration): string =>
  environment === 'production' ? '0.0.0.0' : 'localhost';

/** One process per worker; a worker that dies is replaced, all end together. */
function superviseWorkers(count: number): void {
  let isEnding = false;
  const listening = new Set<number>();
  cluster.on('listening', ({ id }) => listening.add(id));
  cluster.on('exit', ({ id }) => {
    if (isEnding) return;
    if (listening.delete(id)) cluster.fork();
    // Whatever kept this one from starting would keep the next one too.
    else if (listening.size === 0) process.exit(1);
  });
  for (let i = 0; i < count; i++) cluster.fork();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      isEnding = true;
      for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
    });
  }
}

async function main(): Promise<void> {
  const { workers } = loadConfiguration(process.env);
  if (workers > 1 && cluster.isPrimary) superviseWorkers(workers);
  else await serve();
}

main().catch((error: unknown) => {
  const text =
    error instanceof ConfigurationError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
