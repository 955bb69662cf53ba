import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf } from '../apps/api.js';
import { Browser } from '../support/browser.js';
import {
  authorize,
  clientToken,
  codeOf,
  credentials,
  type Tokens,
  tokenRequest,
  userTokens,
} from '../support/flows.js';
import { type Answer, call, postForm } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { Statements } from './statements.js';

type Request = () => Promise<Answer>;

let app: TestApp;
let statements: Statements;
let user: Tokens;
let service: string;

beforeAll(async () => {
  app = await startApp();
  statements = new Statements(app);
  user = await connect();
  service = await clientToken(app, app.demo.clients.data_connector);
});
afterAll(() => app.close());

const connect = (): Promise<Tokens> => userTokens(app, app.demo.clients.web_app, app.demo.users.admin);

const clientCredentials = (client: { client_id: string; client_secret?: string }): Promise<Answer> =>
  tokenRequest(app, { grant_type: 'client_credentials', ...credentials(client) });

const refresh = (refresh_token: string): Promise<Answer> =>
  tokenRequest(app, { grant_type: 'refresh_token', refresh_token, ...credentials(app.demo.clients.web_app) });

const revoke = (token: string, client = app.demo.clients.web_app): Promise<Answer> =>
  postForm(`${app.url}/oauth/revoke`, { token, ...credentials(client) });

const rfisOf = (project: 'tower' | 'bridge', token: string): Promise<Answer> =>
  apiOf(app, token).get(`/projects/${app.demo.projects[project].id}/rfis`, app.demo.companies.main.id);

/** The statements of a request that has all it needs in memory, and that is answered as it should be both times. */
const warm = (request: Request, status = 200): Promise<string[]> =>
  statements.ofWarm(async () => expect((await request()).status).toBe(status));

/** performance.md: W1, W2, W2b and W6 ask the database nothing before the handler. */
describe('no statement is sent', () => {
  it.each<[string, Request]>([
    ['for a token of an app', () => clientCredentials(app.demo.clients.data_connector)],
    ['for a token of a service account', () => clientCredentials(app.demo.service_account)],
    ["for an introspection of a user's token", () => introspect(user.access_token, app.demo.clients.web_app)],
    ["for an introspection of an app's token", () => introspect(service, app.demo.clients.data_connector)],
    ["for the info of a user's token", () => call(`${app.url}/oauth/token/info`, user.access_token)],
    ["for the info of an app's token", () => call(`${app.url}/oauth/token/info`, service)],
  ])('%s', async (_, request) => {
    expect(await warm(request)).toEqual([]);
  });

  it('for a call that is refused', async () => {
    expect(await warm(() => rfisOf('bridge', service), 403)).toEqual([]);
    const damaged = `${service.slice(0, -1)}x`;
    expect(await warm(() => rfisOf('tower', damaged), 401)).toEqual([]);
  });

  const introspect = (token: string, client: { client_id: string; client_secret?: string }): Promise<Answer> =>
    postForm(`${app.url}/oauth/introspect`, { token, ...credentials(client) });
});

describe('before the handler no statement is sent', () => {
  it('for a user, an app and an account: the list of RFIs is all that is read', async () => {
    const account = await clientToken(app, app.demo.service_account);
    for (const token of [user.access_token, service, account]) {
      expect(await warm(() => rfisOf('tower', token))).toEqual(['SELECT rfis']);
    }
  });

  it('for a person: the profile is all that is read', async () => {
    expect(await warm(() => call(`${app.url}/rest/v1.0/me`, user.access_token))).toEqual(['SELECT users']);
  });
});

/** performance.md, W3. */
describe('a refresh', () => {
  it('is one read by primary key and one conditional update', async () => {
    const { refresh_token } = await connect();
    const { body } = await refresh(refresh_token);
    const sent = await statements.of(() => refresh(body.refresh_token));
    expect(sent).toEqual(['SELECT refresh_families', 'UPDATE refresh_families']);
  });

  it('that is repeated is one read', async () => {
    const { refresh_token } = await connect();
    expect(await warm(() => refresh(refresh_token))).toEqual(['SELECT refresh_families']);
  });
});

/** performance.md, W4: at most 6 statements a round; BEGIN and COMMIT come on top. */
describe('a round of the code flow with an existing session and grant', () => {
  it('is three statements for the code, three in one transaction for the tokens', async () => {
    const { web_app } = app.demo.clients;
    const browser = new Browser(app.url);
    const ask = () => authorize(app, web_app, app.demo.users.admin, { browser });
    await ask();
    let round = await ask();
    const forCode = await statements.of(async () => (round = await ask()));
    expect(forCode).toEqual(['SELECT sessions', 'SELECT grants', 'INSERT authorization_codes']);
    const form = { grant_type: 'authorization_code', code: codeOf(round.end), redirect_uri: round.redirectUri };
    const forTokens = await statements.of(() =>
      tokenRequest(app, { ...form, code_verifier: round.verifier, ...credentials(web_app) }),
    );
    expect(forTokens).toEqual([
      'SELECT authorization_codes',
      'BEGIN',
      'UPDATE authorization_codes',
      'INSERT refresh_families',
      'COMMIT',
    ]);
  });
});

/** performance.md, W5, names no number; this is what it is at present, so that a change of it is seen. */
describe('a revocation', () => {
  const family = [
    'BEGIN',
    'UPDATE refresh_families',
    'INSERT revocations',
    'INSERT change_feed',
    'SELECT now',
    'INSERT audit_events',
    'COMMIT',
  ];

  it('by the refresh token reads the family and ends it in one transaction', async () => {
    const { refresh_token } = await connect();
    expect(await statements.of(() => revoke(refresh_token))).toEqual(['SELECT refresh_families', ...family]);
  });

  it('by the access token of a user ends the family in one transaction', async () => {
    const { access_token } = await connect();
    expect(await statements.of(() => revoke(access_token))).toEqual(family);
  });

  it("of an app's own token is two inserts in one transaction", async () => {
    const token = await clientToken(app, app.demo.clients.data_connector);
    const sent = await statements.of(() => revoke(token, app.demo.clients.data_connector));
    expect(sent).toEqual(['BEGIN', 'INSERT revocations', 'INSERT change_feed', 'COMMIT']);
  });

  it('of a token whose family ended looks for that family, finds none alive and writes nothing', async () => {
    const { access_token } = await connect();
    await revoke(access_token);
    expect(await statements.of(() => revoke(access_token))).toEqual(['BEGIN', 'UPDATE refresh_families', 'COMMIT']);
  });
});
