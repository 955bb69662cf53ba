/** Gatehouse with a company as large as W7 wants it. */
import { Database } from '../dist/src/database/index.js';
import { seedDemoData } from '../dist/src/demo/index.js';
import { createServer } from '../dist/src/server.js';
import { loadConfiguration } from '../dist/src/shared/index.js';
import { serveQuestions } from './child.mjs';
import { enlarge, SIZE } from './large-company.mjs';

const configuration = loadConfiguration(process.env);
const app = await createServer(configuration);
const demo = await seedDemoData(app);
const database = app.get(Database);
await enlarge(
  database,
  demo.companies.main.id,
  Object.values(demo.clients).filter(({ app_id }) => app_id),
);
await app.listen(configuration.port, '127.0.0.1');
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
serveQuestions({ port: configuration.port, demo, size: SIZE }, () => database.statements);
