/** Gatehouse with demo data, and the twin of a protected route that only the benchmark has: without any guard. */
import { Database } from '../dist/src/database/index.js';
import { seedDemoData } from '../dist/src/demo/index.js';
import { Rfis } from '../dist/src/rfis/rfis.js';
import { createServer } from '../dist/src/server.js';
import { loadConfiguration } from '../dist/src/shared/index.js';
import { serveQuestions } from './child.mjs';

const configuration = loadConfiguration(process.env);
const app = await createServer(configuration);
const demo = await seedDemoData(app);
const rfis = app.get(Rfis);
app
  .getHttpAdapter()
  .getInstance()
  .get('/bench/projects/:projectId/rfis', async (request, reply) => {
    const page = await rfis.list(Number(request.params.projectId), { page: 1, per_page: 100 });
    void reply.header('Total', page.total).header('Content-Type', 'application/json; charset=utf-8');
    return JSON.stringify(page.items);
  });
await app.listen(configuration.port, '127.0.0.1');
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
serveQuestions({ port: configuration.port, demo }, () => app.get(Database).statements);
