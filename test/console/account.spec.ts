import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { auditOf } from '../apps/api.js';
import { aMember, aPerson, type Person } from '../directory/people.js';
import { Browser } from '../support/browser.js';
import { userTokens } from '../support/flows.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, submit, textOf } from './visiting.js';

const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1';

let app: TestApp;
let person: Person;

beforeAll(async () => {
  app = await startApp({ SECURITY_CONTACT: 'security@example.com' });
});
beforeEach(async () => {
  person = await aMember(app, app.demo.companies.main.id);
});
afterAll(() => app.close());

describe('connected apps', () => {
  it('are shown with what they may do and where, and disconnected for good', async () => {
    const main = app.demo.companies.main.id;
    const { access_token } = await userTokens(app, app.demo.clients.web_app, person, { companies: [main] });
    const browser = await browserOf(app, person);
    const page = await browser.get('/account/apps');
    for (const words of ['Site Web App', 'Do everything in every tool', 'Harbour Construction', 'far-reaching'])
      expect(textOf(page)).toContain(words);
    const form = '/account/apps/disconnect';
    const stranger = await browserOf(app, 'member');
    const [, grant_id] = /name="grant_id" value="([^"]+)"/.exec(page.text) ?? [];
    await userTokens(app, app.demo.clients.web_app, app.demo.users.member, { companies: [main] });
    const theirs = await stranger.get('/account/apps');
    expect((await submit(stranger, theirs, form, { grant_id })).status).toBe(404);
    expect((await submit(browser, page, form, { grant_id: 'x' })).status).toBe(404);
    const done = await submit(browser, page, form);
    expect(textOf(done)).toContain('The app is disconnected');
    expect((await call(`${app.url}/rest/v1.0/me`, access_token, { company: main })).status).toBe(401);
    expect((await submit(browser, page, form)).status).toBe(404);
    expect(textOf(await browser.get('/account/apps'))).toContain('No app may act in your name');
  });

  it('are for whoever is signed in, in no company at all too', async () => {
    expect((await new Browser(app.url).get('/account/apps')).text).toContain('value="/account/apps"');
    const loner = await browserOf(app, await aPerson(app));
    expect(textOf(await loner.get('/account/apps'))).toContain('No app may act in your name');
    expect(textOf(await loner.get('/console'))).toContain('You manage the apps of no company');
  });
});

describe('sessions', () => {
  it('are told apart, ended one by one, and all but this one', async () => {
    const here = await browserOf(app, person);
    const phone = await browserOf(app, person, { 'User-Agent': PHONE });
    const third = await browserOf(app, person);
    const page = await here.get('/account/sessions');
    expect(textOf(page)).toContain('Safari, iPhone');
    expect(page.text.match(/action="\/account\/sessions\/end"/g)).toHaveLength(2);
    const ofPhone = await phone.get('/account/sessions');
    const stolen = /name="session_id" value="([^"]+)"/.exec(ofPhone.text)?.[1] ?? '';
    const stranger = await browserOf(app, 'member');
    await browserOf(app, 'member');
    const theirs = await stranger.get('/account/sessions');
    expect((await submit(stranger, theirs, '/account/sessions/end', { session_id: stolen })).status).toBe(404);
    expect((await submit(here, page, '/account/sessions/end', { session_id: '' })).status).toBe(404);
    const ended = await submit(here, page, '/account/sessions/end-others');
    expect(textOf(ended)).toContain('All other browsers are signed out');
    for (const browser of [phone, third])
      expect((await browser.get('/account/sessions')).text).toContain('name="return_to"');
    const left = await here.get('/account/sessions');
    expect(textOf(left)).toContain('This browser');
    expect(left.text).not.toContain('/account/sessions/end');
    const [event] = (await auditOf(app, 'user', person.id)).filter(({ action }) => action === 'sessions.ended');
    expect(event.text).toContain('"count":2');
  });

  it('end nothing for a forged form', async () => {
    const here = await browserOf(app, person);
    const other = await browserOf(app, person);
    const page = await here.get('/account/sessions');
    const { csrf_token } = fieldsOf(page, '/account/sessions/end-others');
    for (const token of ['', `${csrf_token}x`])
      expect((await here.post('/account/sessions/end-others', { csrf_token: token })).status).toBe(403);
    expect((await other.post('/account/sessions/end-others', { csrf_token })).status).toBe(403);
    expect((await other.get('/account/sessions')).status).toBe(200);
  });

  it('a stolen one is worth nothing after the password was changed, with a form in hand or not', async () => {
    const thief = await browserOf(app, person);
    const page = await thief.get('/account/apps');
    const sessions = await thief.get('/account/sessions');
    await app.database.execute('UPDATE users SET password_epoch = password_epoch + 1 WHERE principal_id = ?', [
      person.id,
    ]);
    expect((await thief.get('/account/sessions')).text).toContain('name="return_to"');
    expect(page.status + sessions.status).toBe(400);
  });
});

describe('/security', () => {
  it('is open to everybody, in both languages, and names whom to write to', async () => {
    const page = await new Browser(app.url).get('/security');
    expect([page.status, textOf(page).includes('security@example.com')]).toEqual([200, true]);
    const spanish = await new Browser(app.url, { 'Accept-Language': 'es' }).get('/security');
    expect(textOf(spanish)).toContain('Cómo obtienen acceso las aplicaciones');
    expect((await new Browser(app.url).get('/sign-in')).text).toContain('href="/security"');
  });
});
