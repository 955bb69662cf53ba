/**
 * What the work would cost without a framework of rules: bare Fastify with the same form body and Basic header, and
 * one seal, one open, one durable insert, or one read and one conditional update.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import { Database, createDataSource } from '../dist/src/database/index.js';
import { loadConfiguration } from '../dist/src/shared/index.js';
import { parseForm } from '../dist/src/shared/http/form.js';
import { serveQuestions } from './child.mjs';

const configuration = loadConfiguration(process.env);
const database = new Database(createDataSource(configuration.database, { entities: [], migrations: [] }));
await database.connect();
await database.query('CREATE TABLE bench_rows (id VARCHAR(22) PRIMARY KEY, generation BIGINT, value VARCHAR(64))');
for (let id = 0; id < 64; id++) await database.execute('INSERT INTO bench_rows VALUES (?, 1, ?)', [`r${id}`, 'x']);

const key = randomBytes(32);
const claims = JSON.stringify({ jti: 'x'.repeat(22), cid: 'y'.repeat(36), scp: 'tools:admin', iat: 1, exp: 2 });

function seal() {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(claims), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

function open(text) {
  const bytes = Buffer.from(text, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString());
}

const sealed = seal();
const parsed = (request) => {
  const basic = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString();
  return { ...request.body, client: basic.split(':')[0] };
};
let inserted = 0;

const fastify = Fastify();
fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
  done(null, parseForm(body)),
);
fastify.post('/json', (request) => ({ access_token: parsed(request).client }));
fastify.post('/seal', (request) => ({ access_token: seal(), client: parsed(request).client }));
fastify.post('/open', (request) => ({ active: open(sealed).iat === 1, client: parsed(request).client }));
fastify.post('/insert', async (request) => {
  const { client } = parsed(request);
  await database.execute('INSERT INTO bench_rows VALUES (?, 1, ?)', [`i${inserted++}`, 'x']);
  return { client };
});
fastify.post('/refresh', async (request) => {
  const { token } = parsed(request);
  const [row] = await database.query('SELECT * FROM bench_rows WHERE id = ?', [token]);
  const sql = 'UPDATE bench_rows SET generation = generation + 1 WHERE id = ? AND generation = ?';
  return { updated: await database.execute(sql, [token, Number(row.generation)]) };
});
await fastify.listen({ port: configuration.port, host: '127.0.0.1' });
process.on('SIGTERM', () => process.exit(0));
serveQuestions({ port: configuration.port }, () => database.statements);
