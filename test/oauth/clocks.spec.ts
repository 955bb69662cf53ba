import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aConnector } from '../app-management/installing.js';
import { as, expectStatus } from '../apps/api.js';
import { credentials, tokenRequest } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';

const now = Date.now;
const TWO_HOURS_MS = 7_200_000;

let app: TestApp;

/** This process is late by two hours; the database is not. */
beforeAll(async () => {
  Date.now = () => now() - TWO_HOURS_MS;
  app = await startApp();
});
afterAll(async () => {
  await app.close();
  Date.now = now;
});

describe('a process whose clock is late', () => {
  it('lets secrets run out by the clock of the database', async () => {
    const developer = await as(app, 'developer');
    const { app: mine, client } = await aConnector(developer);
    const token = async (client_secret = client.client_secret) => {
      const form = { grant_type: 'client_credentials', ...credentials({ ...client, client_secret }) };
      const { status, body } = await tokenRequest(app, form);
      return [status, body.error];
    };
    expect(await token()).toEqual([200, undefined]);
    const path = `/apps/${mine.id}/clients/${client.client_id}/secrets`;
    const kept = expectStatus(await developer.post(path, { overlap_seconds: 3_600 }), 201).body.client_secret as string;
    expect([await token(), await token(kept)]).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
    expectStatus(await developer.post(path, { overlap_seconds: 0 }), 201);
    expect([await token(), await token(kept)]).toEqual([
      [401, 'invalid_client'],
      [401, 'invalid_client'],
    ]);
  });
});
