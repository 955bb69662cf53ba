/** Gatehouse with a company as large as W7 wants it. */
import { Database } from '../dist/src/database/index.js';
import { createServer } from '../dist/src/server.js';
import { loadConfiguration } from '../dist/src/shared/index.js';
import { serveQuestions, startChild } from './child.mjs';
import { SIZE } from './large-company.mjs';

const { facts: demo, ended } = await startChild('./fill-company.mjs', {});
await ended;
const configuration = loadConfiguration(process.env);
const app = await createServer(configuration);
const database = app.get(Database);
await app.listen(configuration.port, '127.0.0.1');
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
serveQuestions({ port: configuration.port, demo, size: SIZE }, () => database.statements);
