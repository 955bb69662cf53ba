import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Companies, Members } from '../../src/directory/index.js';
import { signedInBrowser, titleOf } from '../accounts/invited.js';
import { type Api, auditOf, expectStatus } from '../apps/api.js';
import { aMember, aPerson, outcome, type Person, signedIn, through, wrongFields } from '../directory/people.js';
import { type Browser, hiddenFields } from '../support/browser.js';
import { authorize, codeOf as authorizationCodeOf, credentials, tokenRequest, userTokens } from '../support/flows.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import {
  addTotp,
  codeOf,
  forgetUsed,
  fullySignedIn,
  halfSignedIn,
  keepCodes,
  protect,
  SECURITY,
  verify,
} from './a-factor.js';

const REASON = 'Demands a second factor';

let app: TestApp;
let count = 0;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

interface Strict {
  readonly id: number;
  readonly name: string;
  readonly api: Api;
}

/** A company with an administrator, which demands nothing yet. */
async function aCompany(): Promise<Strict> {
  const name = `Strict ${++count}`;
  const { id } = await app.app.get(Companies).create({ name, environment: 'production' });
  return { id, name, api: await signedIn(app, await aMember(app, id, { role: 'admin' }), [id]) };
}

const demand = ({ id, api }: Strict, second_factor = 'required'): Promise<Answer> =>
  api.patch(`/companies/${id}`, { second_factor });

async function aStrictCompany(): Promise<Strict> {
  const company = await aCompany();
  expectStatus(await demand(company), 200);
  return company;
}

const join = (person: Person, { id }: Strict): Promise<unknown> =>
  app.app.get(Members).add(id, person.id, { lastName: 'Person', email: person.email });

/** Where somebody comes to who connects the web application. */
function ask(browser: Browser, more: Record<string, string> = {}): Promise<Answer> {
  const { client_id, redirect_uris } = app.demo.clients.web_app;
  const query = { response_type: 'code', client_id, redirect_uri: redirect_uris[0], ...more };
  return browser.get(`/oauth/authorize?${new URLSearchParams(query).toString()}`);
}

const isDisabled = ({ text }: Answer, { id }: Strict): boolean => new RegExp(`value="${id}"[^>]* disabled`).test(text);

const companiesOfGrant = async ({ id }: Person): Promise<number[]> =>
  (
    await app.database.query<{ company_id: number }>(
      'SELECT c.company_id FROM grant_companies c JOIN grants g ON g.id = c.grant_id WHERE g.user_id = ?',
      [id],
    )
  ).map(({ company_id }) => Number(company_id));

describe('the setting', () => {
  it('is changed by administrators with directory:manage, and audited', async () => {
    const company = await aCompany();
    const path = `/companies/${company.id}`;
    expect((await company.api.get(path)).body.second_factor).toBe('optional');
    expect(expectStatus(await demand(company), 200).body.second_factor).toBe('required');
    const events = await auditOf(app, 'company', company.id);
    expect(events.at(-1)?.text).toMatch(/"second_factor":"optional".*"second_factor":"required"/);
    const member = await signedIn(app, await aMember(app, company.id), []);
    expect((await member.patch(path, { second_factor: 'optional' })).status).toBe(403);
    expectStatus(await demand(company, 'optional'), 200);
    const web = await through(app, 'web_app', app.demo.users.admin);
    const main = app.demo.companies.main.id;
    expect(outcome(await web.patch(`/companies/${main}`, { second_factor: 'required' }))).toEqual([
      403,
      'insufficient_scope',
    ]);
  });

  it.each(['', 'Required', 'always', null, true, ['required']])('refuses %j', async (second_factor) => {
    const company = await aCompany();
    const answer = await company.api.patch(`/companies/${company.id}`, { second_factor });
    expect(wrongFields(answer)).toEqual(['second_factor']);
  });
});

describe('a company that demands a second factor', () => {
  it('is shown with the reason and cannot be connected by a password alone, while others can', async () => {
    const [strict, lax] = [await aStrictCompany(), await aCompany()];
    const person = await aPerson(app);
    await join(person, strict);
    await join(person, lax);
    const browser = await signedInBrowser(app, person);
    const page = await ask(browser);
    expect([isDisabled(page, strict), isDisabled(page, lax)]).toEqual([true, false]);
    expect(page.text).toContain(REASON);
    const forged = await browser.consent(page, [strict.id]);
    expect([forged.status, titleOf(forged)]).toEqual([400, 'This choice is not possible']);
    expect((await browser.consent(page, [strict.id, lax.id])).status).toBe(400);
    expect(await companiesOfGrant(person)).toEqual([]);
    authorizationCodeOf(await browser.consent(page, [lax.id]));
    expect(await companiesOfGrant(person)).toEqual([lax.id]);
  });

  it('cannot be connected to Gatehouse’s own clients either', async () => {
    const strict = await aStrictCompany();
    const person = await aMember(app, strict.id, { role: 'admin' });
    const { end } = await authorize(app, app.demo.clients.swagger, person, {
      scope: 'directory:manage',
      companies: [strict.id],
    });
    expect(end.status).toBe(400);
    expect(await companiesOfGrant(person)).toEqual([]);
  });

  it('is connected in a session of two factors', async () => {
    const strict = await aStrictCompany();
    const person = await protect(app, await aMember(app, strict.id));
    const browser = await fullySignedIn(app, person);
    const page = await ask(browser);
    expect([isDisabled(page, strict), page.text.includes(REASON)]).toEqual([false, false]);
    authorizationCodeOf(await browser.consent(page, [strict.id]));
    expect(await companiesOfGrant(person)).toEqual([strict.id]);
    authorizationCodeOf(await ask(browser));
  });

  it('leads whoever has no second factor to one, and back to where they were', async () => {
    const strict = await aStrictCompany();
    const person = await aMember(app, strict.id);
    const browser = await signedInBrowser(app, person);
    const page = await ask(browser);
    const [, link] = /href="(\/account\/security\/strengthen[^"]+)"/.exec(page.text) ?? [];
    const security = await browser.get(link);
    expect(security.text).toContain(`Demanded by: ${strict.name}.`);
    const [, add] = /href="(\/account\/security\/totp[^"]*)"/.exec(security.text) ?? [];
    const form = await browser.get(add);
    expect(hiddenFields(form.text).return_to).toMatch(/^\/consent\?request=/);
    const { answer } = await addTotp(browser, 'Phone', add);
    const codes = hiddenFields(answer.text);
    await keepCodes(browser, answer);
    const done = await browser.get(`${SECURITY}?${new URLSearchParams({ return_to: codes.return_to }).toString()}`);
    expect(done.text).toContain('Go on where you were');
    const back = await browser.get(codes.return_to);
    expect(isDisabled(back, strict)).toBe(false);
    authorizationCodeOf(await browser.consent(back, [strict.id]));
  });

  it('has whoever has a factor, and did not use it, sign in with both', async () => {
    const strict = await aStrictCompany();
    const person = await aMember(app, strict.id);
    const weak = await signedInBrowser(app, person);
    const guarded = await protect(app, person);
    const page = await ask(weak);
    expect(isDisabled(page, strict)).toBe(true);
    const [, link] = /href="(\/account\/security\/strengthen[^"]+)"/.exec(page.text) ?? [];
    const half = await weak.signIn(await weak.get(link), person);
    expect(titleOf(half)).toBe('One more step');
    await forgetUsed(app, guarded);
    await verify(weak, half, { code: codeOf(guarded.key) });
    expect(isDisabled(await ask(weak), strict)).toBe(false);
  });
});

describe('a grant from before', () => {
  it('gives no new code to a session of one factor, also where nobody may be asked, and some to one of two', async () => {
    const company = await aCompany();
    const person = await aMember(app, company.id);
    const browser = await signedInBrowser(app, person);
    authorizationCodeOf(await browser.consent(await ask(browser), [company.id]));
    authorizationCodeOf(await ask(browser));
    expectStatus(await demand(company), 200);
    const page = await ask(browser);
    expect([page.text.includes('name="decision"'), isDisabled(page, company)]).toEqual([true, true]);
    const silent = await ask(browser, { prompt: 'none' });
    expect(silent.headers.get('location')).toContain('error=consent_required');
    const strong = await fullySignedIn(app, await protect(app, person));
    authorizationCodeOf(await ask(strong));
  });

  it('keeps the tokens that it gave, until the company ends them', async () => {
    const company = await aCompany();
    const person = await aMember(app, company.id);
    const { web_app } = app.demo.clients;
    const tokens = await userTokens(app, web_app, person, { companies: [company.id] });
    expectStatus(await demand(company), 200);
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, ...credentials(web_app) };
    expectStatus(await tokenRequest(app, form), 200);
  });
});

describe('the last factor', () => {
  it('stays while a company of the person demands one', async () => {
    const strict = await aStrictCompany();
    const person = await protect(app, await aMember(app, strict.id));
    const page = await person.browser.get(SECURITY);
    const fields = hiddenFields(page.text);
    const question = await person.browser.get(`${SECURITY}/remove?id=${fields.id}`);
    expect(question.text).toContain(`${strict.name} demands one`);
    expect((await person.browser.post(`${SECURITY}/remove`, fields)).status).toBe(409);
    expectStatus(await demand(strict, 'optional'), 200);
    const removed = await person.browser.post(`${SECURITY}/remove`, fields);
    expect(removed.text).toContain('The second factor is removed.');
    expect((await halfSignedIn(app, person)).browser.cookie('gh_session')).toBeDefined();
  });
});
