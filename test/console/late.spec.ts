import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PolicyDecisions } from '../../src/app-management/index.js';
import { CompanyLock, Members } from '../../src/directory/index.js';
import { Sessions } from '../../src/identity/index.js';
import { aMember, type Person } from '../directory/people.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, textOf } from './visiting.js';

let app: TestApp;
let main: number;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
});
afterAll(() => app.close());

const NOBODY = { role: 'member', levels: {}, actions: {}, permissionTemplateId: null } as const;

/** Sends a form while `change` holds the company's lock and is about to be committed. */
async function sentBefore(change: () => Promise<unknown>, send: () => Promise<Answer>): Promise<Answer> {
  let commit!: () => void;
  const mayCommit = new Promise<void>((resolve) => (commit = resolve));
  const changed = new Promise<void>((resolve, reject) => {
    app.database
      .transaction(async () => {
        await app.app.get(CompanyLock).take(main);
        await change();
        resolve();
        await mayCommit;
      })
      .catch(reject);
  });
  await changed;
  const answer = send();
  await sleep(200);
  commit();
  return answer;
}

/** An administrator with a form in hand; how it is answered when `change` was there first. */
async function late(change: (person: Person) => Promise<unknown>): Promise<Answer> {
  const person = await aMember(app, main, { role: 'admin' });
  const browser = await browserOf(app, person);
  const page = `/console/companies/${main}/apps/${app.demo.clients.web_app.installation_id}`;
  const fields = fieldsOf(await browser.get(page), `${page}/suspend`);
  return sentBefore(
    () => change(person),
    () => browser.post(`${page}/suspend`, fields),
  );
}

describe('a form that waited for the lock of its company', () => {
  it('does nothing for somebody who was demoted meanwhile', async () => {
    const answer = await late(({ id }) => app.app.get(Members).setPermissions(main, id, NOBODY));
    expect([answer.status, textOf(answer).includes('Only an administrator of the company')]).toEqual([403, true]);
  });

  it('does nothing for somebody whose session was ended meanwhile', async () => {
    const answer = await late(({ id }) => app.app.get(Sessions).endAll(id));
    expect(answer.text).toContain('name="return_to"');
  });

  it('does nothing for a stolen session whose owner changed the password meanwhile', async () => {
    const sql = 'UPDATE users SET password_epoch = password_epoch + 1 WHERE principal_id = ?';
    const answer = await late(({ id }) => app.database.execute(sql, [id]));
    expect(answer.text).toContain('name="return_to"');
  });

  it('asks for nothing that the company decided against meanwhile', async () => {
    const browser = await browserOf(app, await aMember(app, main));
    const { app_id: appId } = app.demo.clients.not_installed;
    const apps = `/account/companies/${main}/apps`;
    const fields = fieldsOf(await browser.get(`${apps}/ask?app_id=${appId}`), `${apps}/ask`);
    const decision = { companyId: main, appId, policy: 'denied', reason: '', setBy: app.demo.users.admin.id } as const;
    const answer = await sentBefore(
      () => app.app.get(PolicyDecisions).set(decision),
      () => browser.post(`${apps}/ask`, fields),
    );
    expect([answer.status, textOf(answer).includes('Your company decided against this app')]).toEqual([403, true]);
    const asked = await app.database.query('SELECT id FROM installation_requests WHERE app_id = ?', [appId]);
    expect(asked).toEqual([]);
  });

  it('left the app as it was, each time', async () => {
    const [row] = await app.database.query<{ status: string }>('SELECT status FROM app_installations WHERE id = ?', [
      app.demo.clients.web_app.installation_id ?? 0,
    ]);
    expect(row.status).toBe('active');
  });
});
