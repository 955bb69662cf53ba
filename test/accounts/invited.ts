import { type Api, expectStatus } from '../apps/api.js';
import { Browser, hiddenFields } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';
import { linkIn, mailsArrived } from './mailbox.js';

let count = 0;

export const anAddress = (): string => `invited-${++count}-${Date.now()}@example.com`;

/** An entry that waits for its person, and the path of the link that they were mailed. */
export interface Invited {
  readonly id: number;
  readonly email: string;
  readonly link: string;
  readonly token: string;
}

export async function invite(
  app: TestApp,
  admin: Api,
  companyId: number,
  email = anAddress(),
  more: object = {},
): Promise<Invited> {
  const known = (await mailsArrived(app, email, 0)).length;
  const user = { email_address: email, first_name: 'Ada', last_name: 'Bauer', ...more };
  const { body } = expectStatus(await admin.post(`/companies/${companyId}/users`, { user }), 201);
  return { id: body.id as number, email, ...(await newestLink(app, email, known + 1)) };
}

/** The link of the newest of so many mails. */
export async function newestLink(app: TestApp, email: string, mails: number): Promise<{ link: string; token: string }> {
  const mail = (await mailsArrived(app, email, mails))[mails - 1];
  const link = linkIn(mail, app.configuration.issuer);
  return { link, token: new URLSearchParams(link.split('?')[1]).get('token') ?? '' };
}

/** Opens a link and sends the form that it shows; the answer to that. */
export async function answer(browser: Browser, link: string, fields: Record<string, string>): Promise<Answer> {
  const page = await browser.get(link);
  return browser.post(link.split('?')[0], { ...hiddenFields(page.text), ...fields });
}

export const JOIN = { decision: 'join', name: 'Ada Bauer', password: 'long enough for us' };

export async function signedInBrowser(app: TestApp, person: { email: string; password: string }): Promise<Browser> {
  const browser = new Browser(app.url);
  await browser.signIn(await browser.get('/sign-in'), person);
  return browser;
}

export const whoIs = async (browser: Browser): Promise<string | undefined> =>
  /(?:signed in as|sesión como) ([^<]*)\./.exec((await browser.get('/')).text)?.[1];

export const titleOf = ({ text }: Answer): string => /<h1>([^<]*)<\/h1>/.exec(text)?.[1] ?? '';

/** An answer as everybody sees it who has no other cookies: without what is random. */
export const plain = ({ status, headers, text }: Answer): string =>
  JSON.stringify([
    status,
    [...headers].filter(([name]) => !['x-request-id', 'date', 'set-cookie', 'content-length'].includes(name)),
    text.replace(/<code>[^<]*<\/code>/g, '').replace(/name="csrf_token" value="[^"]*"/g, ''),
  ]);
