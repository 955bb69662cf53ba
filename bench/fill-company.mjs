/** Seeds the demo and makes one of its companies large, in a process of its own: what that takes is not the server's. */
import { Database } from '../dist/src/database/index.js';
import { seedDemoData } from '../dist/src/demo/index.js';
import { createServer } from '../dist/src/server.js';
import { loadConfiguration } from '../dist/src/shared/index.js';
import { enlarge } from './large-company.mjs';

const app = await createServer(loadConfiguration(process.env));
const demo = await seedDemoData(app);
const apps = Object.values(demo.clients).filter(({ app_id }) => app_id);
await enlarge(app.get(Database), demo.companies.main.id, apps);
await app.close();
process.send(demo, () => process.exit(0));
