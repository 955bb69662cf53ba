import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember } from '../directory/people.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, submit, textOf } from './visiting.js';

let app: TestApp;
let api: Api;
let main: number;
let page: string;
let form: string;

beforeAll(async () => {
  app = await startApp();
  api = await as(app, 'admin');
  main = app.demo.companies.main.id;
  page = `/console/companies/${main}/apps/settings`;
  form = `${page}/second-factor`;
});
afterAll(() => app.close());

const demanded = async (): Promise<string> =>
  expectStatus(await api.get(`/companies/${main}`), 200).body.second_factor as string;

describe('the demand of a second factor', () => {
  it('takes no other words, no forged form, and no form that is out of date', async () => {
    const admin = await browserOf(app, 'admin');
    const shown = await admin.get(page);
    for (const second_factor of ['', 'never', 'REQUIRED'])
      expect([second_factor, (await submit(admin, shown, form, { second_factor })).status]).toEqual([
        second_factor,
        422,
      ]);
    expect((await submit(admin, shown, form, { second_factor: 'required', csrf_token: 'x' })).status).toBe(403);
    expect((await submit(admin, shown, form, { second_factor: 'required', before: 'required' })).status).toBe(412);
    expect(await demanded()).toBe('optional');
  });

  it('is no affair of who only manages apps, nor of another company', async () => {
    const admin = await browserOf(app, 'admin');
    const fields = { ...fieldsOf(await admin.get(page), form), second_factor: 'required' };
    const manager = await browserOf(app, await aMember(app, main, { levels: { 'company.app_management': 'admin' } }));
    const seen = await manager.get(page);
    expect([seen.status, seen.text.includes(form)]).toEqual([200, false]);
    expect((await manager.post(form, fields)).status).toBe(403);
    const outsider = await browserOf(app, 'outsider');
    expect((await outsider.post(form, fields)).status).toBe(403);
    expect((await outsider.get(page)).status).toBe(404);
    expect(await demanded()).toBe('optional');
  });

  it('wants a fresh proof, and shuts the console for sessions without one', async () => {
    const person = await aMember(app, main, { role: 'admin' });
    const browser = await browserOf(app, person);
    const shown = await browser.get(page);
    const sql = 'UPDATE sessions SET authenticated_at = authenticated_at - 700000 WHERE user_id = ?';
    await app.database.execute(sql, [person.id]);
    const asked = await submit(browser, shown, form, { second_factor: 'required' });
    expect(asked.text).toContain('prove once more that it is you');
    expect(await demanded()).toBe('optional');
    const admin = await browserOf(app, 'admin');
    expect((await submit(admin, await admin.get(page), form, { second_factor: 'required' })).status).toBe(303);
    expect(await demanded()).toBe('required');
    const shut = await admin.get(page);
    expect([shut.status, textOf(shut).includes('second factor')]).toEqual([403, true]);
  });
});
