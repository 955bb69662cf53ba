import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outcome, wrongFields } from '../directory/people.js';
import { authorize } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anApp, type AnApp, aPromotedVersion, CALLBACK } from './an-app.js';
import { type Api, as, auditOf, expectStatus } from './api.js';

const DAY = 24 * 3_600_000;
const SECOND = 'https://second.example/callback';

let app: TestApp;
let developer: Api;

beforeAll(async () => {
  app = await startApp();
  developer = await as(app, 'developer');
});
afterAll(() => app.close());

const urisOf = ({ path, sandbox }: AnApp): string => `${path}/clients/${sandbox.client_id}/redirect_uris`;
const add = (mine: AnApp, redirect_uri: unknown) => developer.post(urisOf(mine), { redirect_uri });

interface ListedUri {
  readonly id: string;
  readonly redirect_uri: string;
}

const listed = async (mine: AnApp): Promise<ListedUri[]> => expectStatus(await developer.get(urisOf(mine)), 200).body;
const stored = async (mine: AnApp): Promise<string[]> => (await listed(mine)).map(({ redirect_uri }) => redirect_uri);
const statuses = (answers: readonly { status: number }[]): number[] => answers.map(({ status }) => status).sort();

describe('the redirect URIs of a client', () => {
  it('are added and removed one by one, in force on the next authorization', async () => {
    const mine = await anApp(developer);
    const client = { client_id: mine.sandbox.client_id, redirect_uris: [SECOND] };
    const leadsBack = async (): Promise<boolean> => {
      const { end } = await authorize(app, client, app.demo.users.admin, { decision: 'deny' });
      return end.headers.get('location')?.startsWith(SECOND) ?? false;
    };
    expect(await leadsBack()).toBe(false);
    const added = expectStatus(await add(mine, SECOND), 201).body;
    expect(await listed(mine)).toEqual([{ id: expect.any(String), redirect_uri: CALLBACK }, added]);
    expect(await leadsBack()).toBe(true);
    expect((await developer.delete(`${urisOf(mine)}/${added.id}`)).status).toBe(204);
    expect(await leadsBack()).toBe(false);
    expect(await stored(mine)).toEqual([CALLBACK]);
    const events = await auditOf(app, 'client', mine.sandbox.client_id);
    expect(events.map(({ action }) => action)).toEqual(['app_client.changed', 'app_client.changed']);
    expect(events[0].text).toContain(SECOND);
  });

  it('are all kept when several people add one at once', async () => {
    const mine = await anApp(developer);
    const uris = ['a', 'b', 'c', 'd'].map((name) => `https://${name}.example/callback`);
    expect(statuses(await Promise.all(uris.map((uri) => add(mine, uri))))).toEqual([201, 201, 201, 201]);
    expect((await stored(mine)).sort()).toEqual([...uris, CALLBACK].sort());
  });

  it('are each there once', async () => {
    const mine = await anApp(developer);
    expect(outcome(await add(mine, CALLBACK))).toEqual([409, 'duplicate_redirect_uri']);
    expect(statuses(await Promise.all([add(mine, SECOND), add(mine, SECOND)]))).toEqual([201, 409]);
  });

  it('are fifty at most', async () => {
    const mine = await anApp(developer);
    const redirect_uris = Array.from({ length: 50 }, (_, at) => `https://app.example/${at}`);
    expectStatus(await developer.patch(`${mine.path}/clients/${mine.sandbox.client_id}`, { redirect_uris }), 200);
    expect(outcome(await add(mine, SECOND))).toEqual([409, 'too_many_redirect_uris']);
  });

  it('never end while people are sent back to one', async () => {
    const mine = await anApp(developer);
    expectStatus(await add(mine, SECOND), 201);
    const ids = (await listed(mine)).map(({ id }) => id);
    const removed = await Promise.all(ids.map((id) => developer.delete(`${urisOf(mine)}/${id}`)));
    expect(statuses(removed)).toEqual([204, 409]);
    expect(removed.find(({ status }) => status === 409)?.body.code).toBe('last_redirect_uri');
    expect(await stored(mine)).toHaveLength(1);
    const service = await anApp(developer, { grant_types: ['client_credentials'] });
    const [{ id }] = await listed(service);
    expect((await developer.delete(`${urisOf(service)}/${id}`)).status).toBe(204);
  });

  it.each([
    'http://app.example/callback',
    'https://app.example/#part',
    'https://*.example/callback',
    'https://user@app.example/',
    'javascript:alert(1)',
    '/callback',
    '',
    7,
    undefined,
  ])('cannot be %j', async (uri) => {
    const mine = await anApp(developer);
    expect(wrongFields(await add(mine, uri))).toEqual(['redirect_uri']);
    expect(await stored(mine)).toEqual([CALLBACK]);
  });

  it('are of this client, which is of this app', async () => {
    const [mine, another] = [await anApp(developer), await anApp(developer)];
    expectStatus(await add(another, SECOND), 201);
    const foreign = (await listed(another)).at(-1)?.id;
    expect((await developer.delete(`${urisOf(mine)}/${foreign}`)).status).toBe(404);
    expect((await developer.delete(`${urisOf(mine)}/nonsense`)).status).toBe(404);
    for (const id of [another.sandbox.client_id, app.demo.clients.swagger.client_id, 'nonsense']) {
      const path = `${mine.path}/clients/${id}/redirect_uris`;
      expect((await developer.get(path)).status).toBe(404);
      expect((await developer.post(path, { redirect_uri: SECOND })).status).toBe(404);
    }
  });
});

describe('a secret that ends', () => {
  const secretsOf = ({ path, sandbox }: AnApp): string => `${path}/clients/${sandbox.client_id}/secrets`;
  const endsIn = (days: number) => ({
    expires_at: new Date(Date.now() + days * DAY).toISOString(),
    overlap_seconds: 90 * 86_400,
  });

  it.each([
    [40, 40, null, null],
    [29.5, 30, 'expires_soon', 30],
    [13.5, 14, 'expires_soon', 14],
    [6.5, 7, 'expires_soon', 7],
    [0.5, 1, 'expires_soon', 1],
  ])('in %d days says so, in listings and in its app', async (days, expires_in_days, warning, threshold) => {
    const mine = await anApp(developer);
    const { id, hint } = expectStatus(await developer.post(secretsOf(mine), endsIn(days)), 201).body;
    const [newest] = expectStatus(await developer.get(secretsOf(mine)), 200).body;
    expect(newest).toMatchObject({ id, expires_in_days, warning, last_used_at: null });
    const { warnings } = (await developer.get(mine.path)).body;
    const own = warnings.filter(({ secret_id }: { secret_id: string }) => secret_id === id);
    if (threshold === null) expect(own).toEqual([]);
    else {
      expect(own).toEqual([
        {
          code: 'secret_expires_soon',
          client_id: mine.sandbox.client_id,
          environment: 'sandbox',
          secret_id: id,
          hint,
          expires_at: newest.expires_at,
          expires_in_days,
          threshold_days: threshold,
        },
      ]);
    }
  });

  it('never warns where it never ends, and no more once it was revoked', async () => {
    const mine = await anApp(developer);
    const [first] = expectStatus(await developer.get(secretsOf(mine)), 200).body;
    expect(first).toMatchObject({ expires_at: null, expires_in_days: null, warning: null });
    expect((await developer.get(mine.path)).body.warnings).toEqual([]);
    const { id } = expectStatus(await developer.post(secretsOf(mine), endsIn(2)), 201).body;
    const ids = async (): Promise<string[]> =>
      (await developer.get(mine.path)).body.warnings.map(({ secret_id }: { secret_id: string }) => secret_id);
    expect(await ids()).toEqual([id]);
    expectStatus(await developer.delete(`${secretsOf(mine)}/${id}`), 204);
    expect(await ids()).toEqual([]);
  });

  it('warns before the old one of a rotation ends, the most urgent first, in both environments', async () => {
    const mine = await anApp(developer);
    const { production_client } = await aPromotedVersion(developer, mine);
    const production = `${mine.path}/clients/${production_client?.client_id}/secrets`;
    expectStatus(await developer.post(production, { overlap_seconds: 10 * 86_400 }), 201);
    expectStatus(await developer.post(secretsOf(mine), { overlap_seconds: 3_600 }), 201);
    const { warnings } = (await developer.get(mine.path)).body;
    const shown = warnings.map((one: Record<string, unknown>) => [
      one.environment,
      one.expires_in_days,
      one.threshold_days,
    ]);
    expect(shown).toEqual([
      ['sandbox', 1, 1],
      ['production', 10, 14],
    ]);
    expect(JSON.stringify(warnings)).not.toMatch(/ghcs_/);
  });
});
