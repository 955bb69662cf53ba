import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, expectStatus } from '../apps/api.js';
import { signedIn } from '../directory/people.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: Api;
let main: number;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  admin = await as(app, 'admin');
});
afterAll(() => app.close());

const listed = async <T>(path: string, api = admin): Promise<T[]> => {
  const answer = await api.get(path);
  expectStatus(answer, 200);
  return answer.body;
};

describe('the demo company', () => {
  it('names its people in its directory as their accounts do', async () => {
    const entries = await listed<{ first_name: string; name: string }>(`/companies/${main}/users`);
    const people = entries.filter(({ first_name }) => first_name !== '');
    expect(people.map(({ name }) => name).sort()).toEqual(['Alba Administrator', 'Marco Member']);
    expect((await admin.get(`/companies/${main}/me`)).body).toMatchObject({
      first_name: 'Alba',
      last_name: 'Administrator',
    });
  });

  it('has an app that is configured, as its version asks', async () => {
    const [only, ...others] = await listed<{ needs_attention: object; instance_configuration: object }>(
      `/companies/${main}/app_configurations`,
    );
    expect(others).toEqual([]);
    expect(only).toMatchObject({ needs_attention: {}, instance_configuration: { rhythm: 'daily' } });
  });

  it('was set up by its administrator, as its audit trail says', async () => {
    const auditor = await signedIn(app, app.demo.users.admin, [main], 'audit:read');
    for (const action of ['installation.created', 'app_configuration.created', 'service_account.created']) {
      const events = await listed<{ actor: { name: string } | null }>(
        `/companies/${main}/audit_events?action=${action}`,
        auditor,
      );
      expect([action, new Set(events.map(({ actor }) => actor?.name))]).toEqual([
        action,
        new Set(['Alba Administrator']),
      ]);
    }
  });
});
