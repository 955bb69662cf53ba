import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyRing } from '../../src/keys/index.js';
import { runCommandLine } from '../../src/operations/index.js';
import { Browser } from '../support/browser.js';
import { clientToken, credentials, managementToken, tokenRequest, userTokens } from '../support/flows.js';
import { call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

interface Outcome {
  readonly code: number;
  readonly text: string;
  readonly complaints: string;
}

/** Runs a command against the running program. */
async function cli(...argv: string[]): Promise<Outcome> {
  const [printed, complaints]: string[][] = [[], []];
  const code = await runCommandLine(argv, {
    print: (line) => printed.push(line),
    complain: (line) => complaints.push(line),
    open: async () => ({ get: (type) => app.app.get(type), close: async () => undefined }),
  });
  return { code, text: printed.join('\n'), complaints: complaints.join('\n') };
}

const passwordIn = ({ text }: Outcome): string => /Password, shown this once: (\S+)/.exec(text)?.[1] ?? '';

const events = async (action: string): Promise<Record<string, unknown>[]> =>
  app.database.query('SELECT * FROM audit_events WHERE action = ? ORDER BY id', [action]);

const create = (email: string, name = 'Ridge Builders', environment = 'sandbox'): Promise<Outcome> =>
  cli(
    'company',
    'create',
    '--name',
    name,
    '--environment',
    environment,
    '--admin-email',
    email,
    '--admin-name',
    'Rita Ridge',
  );

const canSignIn = async (email: string, password: string): Promise<boolean> => {
  const browser = new Browser(app.url);
  await browser.signIn(await browser.get('/sign-in'), { email, password });
  return (await browser.get('/')).text.includes('action="/sign-out"');
};

describe('company create', () => {
  it('makes a company that its administrator can administer', async () => {
    const outcome = await create('rita@ridge.test');
    expect(outcome.code).toBe(0);
    const id = Number(/Company (\d+)/.exec(outcome.text)?.[1]);
    const rita = { id: 0, email: 'rita@ridge.test', password: passwordIn(outcome) };
    const token = await managementToken(app, rita, 'directory:manage', [id]);
    const json = { name: 'Ridge Builders Ltd' };
    const changed = await call(`${app.url}/rest/v1.0/companies/${id}`, token, { method: 'PATCH', json });
    expect([changed.status, changed.body.name, changed.body.environment]).toEqual([
      200,
      'Ridge Builders Ltd',
      'sandbox',
    ]);
    const [event] = (await events('company.created')).filter(({ subject_id }) => subject_id === String(id));
    expect(event).toMatchObject({ actor_id: null, client_id: null });
    expect(JSON.stringify(await events('user.created'))).not.toContain(rita.password);
  });

  it('uses an account that is there, and says nothing of its password', async () => {
    const { email, password } = app.demo.users.outsider;
    const outcome = await create(email, 'Second Company');
    expect(outcome.text).toContain('an existing account');
    expect(passwordIn(outcome)).toBe('');
    expect(await canSignIn(email, password)).toBe(true);
  });

  it.each([
    ['nobody@', 'X', 'sandbox', 1],
    ['new@ridge.test', ' ', 'sandbox', 1],
    ['new@ridge.test', 'x'.repeat(201), 'sandbox', 1],
    ['new@ridge.test', 'X', 'staging', 2],
  ])('refuses %j %j %j and makes nothing', async (email, name, environment, code) => {
    const count = async () => [(await events('company.created')).length, (await events('user.created')).length];
    const before = await count();
    expect((await create(email, name, environment)).code).toBe(code);
    expect(await count()).toEqual(before);
  });

  it('refuses a blocked administrator', async () => {
    await cli('user', 'create', '--email', 'blocked@ridge.test', '--name', 'Blocked');
    await cli('user', 'block', '--email', 'blocked@ridge.test');
    expect(await create('blocked@ridge.test')).toMatchObject({
      code: 1,
      complaints: expect.stringContaining('blocked'),
    });
  });
});

describe('users', () => {
  it('are created once, and can sign in', async () => {
    const created = await cli('user', 'create', '--email', 'uma@ridge.test', '--name', 'Uma');
    expect(await canSignIn('uma@ridge.test', passwordIn(created))).toBe(true);
    expect((await cli('user', 'create', '--email', 'UMA@ridge.test', '--name', 'Uma')).code).toBe(1);
  });

  it('lose sessions and tokens when they are blocked, and get none back', async () => {
    const { developer } = app.demo.users;
    const { access_token } = await userTokens(app, app.demo.clients.web_app, developer, { companies: [] });
    expect((await cli('user', 'block', '--email', developer.email)).code).toBe(0);
    expect((await call(`${app.url}/rest/v1.0/me`, access_token)).status).toBe(401);
    expect(await canSignIn(developer.email, developer.password)).toBe(false);
    expect((await cli('user', 'unblock', '--email', developer.email)).code).toBe(0);
    expect((await call(`${app.url}/rest/v1.0/me`, access_token)).status).toBe(401);
    expect(await canSignIn(developer.email, developer.password)).toBe(true);
  });

  it.each(['block', 'unblock'])('that there are not cannot be %sed', async (verb) => {
    expect(await cli('user', verb, '--email', 'ghost@ridge.test')).toMatchObject({ code: 1, text: '' });
  });
});

describe('app block', () => {
  const uidOf = async (appId: number): Promise<string> => {
    const [{ uid }] = await app.database.query<{ uid: string }>('SELECT uid FROM apps WHERE id = ?', [appId]);
    return uid;
  };

  it('stops an app everywhere at once, and unblocking revives no token', async () => {
    const { data_connector: connector, web_app } = app.demo.clients;
    const uid = await uidOf(connector.app_id);
    const token = await clientToken(app, connector);
    const companies = `${app.url}/rest/v1.0/companies`;
    expect((await call(companies, token)).status).toBe(200);
    expect(await cli('app', 'block', '--uid', uid)).toMatchObject({ code: 0 });
    expect((await call(companies, token)).status).toBe(401);
    const request = { grant_type: 'client_credentials', ...credentials(connector) };
    expect((await tokenRequest(app, request)).body.error).toBe('invalid_client');
    expect((await cli('app', 'block', '--uid', uid)).text).toContain('already');
    expect((await tokenRequest(app, { ...request, ...credentials(web_app) })).body.error).toBe('unauthorized_client');
    expect(await cli('app', 'unblock', '--uid', uid)).toMatchObject({ code: 0 });
    expect((await call(companies, token)).status).toBe(401);
    expect((await call(companies, await clientToken(app, connector))).status).toBe(200);
    expect(await events('app.blocked')).toHaveLength(1);
    expect(await events('app.unblocked')).toHaveLength(1);
  });

  it.each(['nothing', '00000000-0000-4000-8000-000000000000', "' OR 1=1 --", '%'])(
    'refuses the uid %j',
    async (uid) => {
      expect((await cli('app', 'block', '--uid', uid)).code).toBe(1);
      expect((await cli('app', 'unblock', '--uid', uid)).code).toBe(1);
    },
  );
});

describe('first-party clients', () => {
  it('are created, listed without secrets, and may carry management scopes', async () => {
    const uri = 'https://desk.example/callback';
    const argv = ['client', 'create-first-party', '--name', 'Desk', '--redirect-uri', uri];
    const { code, text } = await cli(...argv);
    expect(code).toBe(0);
    const client = {
      client_id: /Client id: (\S+)/.exec(text)?.[1] ?? '',
      client_secret: /shown this once: (\S+)/.exec(text)?.[1] ?? '',
      redirect_uris: [uri],
    };
    const { main } = app.demo.companies;
    const tokens = await userTokens(app, client, app.demo.users.admin, {
      scope: 'directory:manage',
      companies: [main.id],
    });
    expect(tokens.scope).toBe('directory:manage');
    const listed = (await cli('client', 'list')).text;
    expect(listed).toContain(client.client_id);
    expect(listed).toContain(app.demo.clients.swagger.client_id);
    expect(listed).not.toContain(client.client_secret);
    expect(listed).not.toContain(app.demo.clients.web_app.client_id);
    expect(JSON.stringify(await events('client.created'))).not.toContain(client.client_secret);
  });

  it('without a secret have none', async () => {
    const { text } = await cli('client', 'create-first-party', '--name', 'Pad', '--redirect-uri', '/pad', '--public');
    expect(text).not.toContain('secret');
  });

  it('are not created where one redirect URI is unsound', async () => {
    const before = (await cli('client', 'list')).text;
    const argv = ['--redirect-uri', 'https://ok.example/', '--redirect-uri', 'http://bad.example/'];
    expect((await cli('client', 'create-first-party', '--name', 'Bad', ...argv)).code).toBe(1);
    expect((await cli('client', 'list')).text).toBe(before);
  });
});

describe('keys', () => {
  it('rotate while tokens live on, and the writing one cannot be retired', async () => {
    const token = await clientToken(app, app.demo.service_account);
    const rotated = await cli('keys', 'rotate', 'access_token');
    const id = /Key (\S+)/.exec(rotated.text)?.[1] ?? '';
    await app.app.get(KeyRing).load();
    const { text } = await cli('keys', 'list');
    expect(text).toMatch(new RegExp(`access_token +${id} +will write`));
    const writing = /access_token +(\S+) +writes/.exec(text)?.[1] ?? '';
    expect(await cli('keys', 'retire', 'access_token', writing)).toMatchObject({ code: 1, text: '' });
    expect((await call(`${app.url}/rest/v1.0/companies`, token)).status).toBe(200);
    expect((await cli('keys', 'retire', 'access_token', id)).code).toBe(0);
    await app.app.get(KeyRing).load();
    expect((await cli('keys', 'list')).text).not.toContain(id);
    expect(await events('key.rotated')).toHaveLength(1);
    expect(await events('key.retired')).toHaveLength(1);
  });

  it('that there are not cannot be retired', async () => {
    expect((await cli('keys', 'retire', 'pepper', 'nothing')).code).toBe(1);
  });

  it('are sealed anew', async () => {
    expect(await cli('keys', 'reseal')).toMatchObject({ code: 0, text: expect.stringMatching(/^\d+ keys/) });
  });
});
