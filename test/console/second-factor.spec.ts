import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember } from '../directory/people.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { addTotp, keepCodes } from '../factors/a-factor.js';
import { browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

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
    expect((await submit(admin, shown, form, { second_factor: 'optional', before: 'required' })).status).toBe(412);
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

  it('is refused to who would shut themselves out, with a way to a second factor and back', async () => {
    const browser = await browserOf(app, await aMember(app, main, { role: 'admin' }));
    const refused = await submit(browser, await browser.get(page), form, { second_factor: 'required' });
    expect([refused.status, await demanded()]).toEqual([409, 'optional']);
    expect(textOf(refused)).toContain('Set up a second factor of your own first');
    const [, link] = /href="(\/account\/security[^"]*return_to[^"]*)"/.exec(refused.text) ?? [];
    const security = await browser.get(link);
    const [, add] = /href="(\/account\/security\/totp[^"]*)"/.exec(security.text) ?? [];
    expect(new URL(add, app.url).searchParams.get('return_to')).toBe(page);
    expect(await submit(browser, refused, form, { second_factor: 'optional' })).toMatchObject({ status: 303 });
    const spanish = await browserOf(app, 'admin', { 'accept-language': 'es' });
    const negada = await submit(spanish, await spanish.get(page), form, { second_factor: 'required' });
    expect([negada.status, textOf(negada).includes('Configure antes un segundo factor propio')]).toEqual([409, true]);
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
    const strong = await browserOf(app, await aMember(app, main, { role: 'admin' }));
    await keepCodes(strong, (await addTotp(strong)).answer);
    const saved = await submit(strong, await strong.get(page), form, { second_factor: 'required' });
    expect([saved.status, (await strong.get(locationOf(saved))).status]).toEqual([303, 200]);
    expect(await demanded()).toBe('required');
    const admin = await browserOf(app, 'admin');
    const shut = await admin.get(page);
    expect([shut.status, textOf(shut).includes('second factor')]).toEqual([403, true]);
  });
});
