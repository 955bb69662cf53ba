import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/start-app.js';
import { isMysql } from './place.js';

let app: TestApp;
let parent: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'gatehouse-'));
  // With a key of its own, so that the database alone needs the directory.
  const MASTER_KEY = randomBytes(32).toString('base64');
  app = await startApp({ DATA_DIR: join(parent, 'new', 'data'), MASTER_KEY });
});
afterAll(async () => {
  await app.close();
  await rm(parent, { recursive: true, force: true });
});

(isMysql ? describe.skip : describe)('the directory of the embedded database', () => {
  it('is made for its owner alone', async () => {
    for (const directory of [join(parent, 'new'), join(parent, 'new', 'data')]) {
      expect(((await stat(directory)).mode & 0o777).toString(8)).toBe('700');
    }
  });
});
