import cluster from 'node:cluster';
import { PendingMigrationsError } from './database/index.js';
import { seedDemo } from './demo/index.js';
import { freePort } from './free-port.js';
import { mailNotice } from './mail/index.js';
import { createServer } from './server.js';
import { type Configuration, ConfigurationError, loadConfiguration } from './shared/index.js';
import { isFirstWorker, superviseWorkers } from './workers.js';

/** In development the next free port is taken where the wanted one is in use. Workers have theirs from the supervisor. */
async function withFreePort(configuration: Configuration): Promise<Configuration> {
  if (configuration.environment === 'production' || cluster.isWorker) return configuration;
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
  if (isFirstWorker()) process.stdout.write(text + mailNotice(configuration));
}

/** Development is nobody else's business; `::` would answer for the whole network. */
const defaultHost = ({ environment }: Configuration): string =>
  environment === 'production' ? '0.0.0.0' : 'localhost';

async function main(): Promise<void> {
  const configuration = loadConfiguration(process.env);
  if (configuration.workers === 1 || cluster.isWorker) return serve();
  superviseWorkers(configuration.workers, (await withFreePort(configuration)).port);
}

/** What an operator can mend is told in one line; of anything else they need to know where it came from. */
const isForOperators = (error: unknown): error is Error =>
  error instanceof ConfigurationError || error instanceof PendingMigrationsError;

main().catch((error: unknown) => {
  const text = isForOperators(error) ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
