import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aConnector, connectorTerms } from '../app-management/installing.js';
import { type Api, apiOf, as, asClient } from '../apps/api.js';
import { aWorkingAccount } from '../service-accounts/accounts.js';
import { authorize, codeOf, credentials, tokenRequest, userTokens } from '../support/flows.js';
import { type Answer, call, postForm } from '../support/http.js';
import { aPair, expectInForce, type Pair } from './pair.js';
import { isMysql } from './place.js';
import { RedisProcess, redisProgram } from './redis-process.js';

const MANY = 50;
const OFTEN = 4;

/** The embedded engine serves one process (architecture.md, Database rules). */
const onMysql = isMysql ? describe : describe.skip;
const withRedis = isMysql && redisProgram ? describe : describe.skip;

/** Every kind of change that bears on access, made in A and asked for in B. */
function changesAreInForce(pairOf: () => Pair): void {
  let pair: Pair;
  let admin: Api;
  let rfis: string;
  let member: Api;
  let permissions: string;
  let company: number;

  beforeAll(async () => {
    pair = pairOf();
    admin = await as(pair.a, 'admin');
    const { demo, a, b } = pair;
    company = demo.companies.main.id;
    rfis = `/projects/${demo.projects.tower.id}/rfis`;
    permissions = `/projects/${demo.projects.tower.id}/members/${demo.users.member.id}/permissions`;
    member = apiOf(b, (await userTokens(a, demo.clients.web_app, demo.users.member)).access_token);
  });

  it('a permission that is taken, and one that is given', async () => {
    const ask = (): Promise<Answer> => member.get(rfis, company);
    const set = (level: string) => () => admin.put(permissions, { levels: { 'project.rfis': level } });
    for (let round = 0; round < OFTEN; round++) {
      await expectInForce({ make: set('none'), ask, from: 200, to: 403 });
      await expectInForce({ make: set('read_only'), ask, from: 403, to: 200 });
    }
  });

  it('an app that is uninstalled, and installed again', async () => {
    const { data_connector } = pair.demo.clients;
    const { token } = await asClient(pair.a, data_connector);
    const ask = (): Promise<Answer> => apiOf(pair.b, token).get(rfis, company);
    const set = (status: string) => () =>
      admin.patch(`/app_installations/${data_connector.installation_id}`, {
        company_id: company,
        app_installation: { status },
      });
    for (let round = 0; round < OFTEN; round++) {
      await expectInForce({ make: set('uninstalled'), ask, from: 200, to: 403 });
      await expectInForce({ make: set('installed'), ask, from: 403, to: 200 });
    }
  });

  it('a token that is revoked, a user’s and an app’s', async () => {
    const { web_app, data_connector } = pair.demo.clients;
    for (let round = 0; round < OFTEN; round++) {
      const tokens = await userTokens(pair.a, web_app, pair.demo.users.admin);
      const own = (await asClient(pair.a, data_connector)).token;
      const revoke = (token: string, client: typeof web_app) => () =>
        postForm(`${pair.a.url}/oauth/revoke`, { token, ...credentials(client) });
      const ask = (token: string) => () => call(`${pair.b.url}/oauth/token/info`, token);
      const [from, to] = [200, 401];
      await expectInForce({ make: revoke(tokens.refresh_token, web_app), ask: ask(tokens.access_token), from, to });
      await expectInForce({ make: revoke(own, data_connector), ask: ask(own), from, to });
    }
  });

  it('a secret of a service account that is revoked, with its tokens', async () => {
    const account = await aWorkingAccount(admin, company, pair.demo.projects.tower.id);
    const { token } = await asClient(pair.a, account);
    const [{ id }] = (await admin.get(`${account.path}/secrets`)).body as { id: string }[];
    const useToken = (): Promise<Answer> => apiOf(pair.b, token).get(rfis, company);
    const useSecret = (): Promise<Answer> =>
      tokenRequest(pair.b, { grant_type: 'client_credentials', ...credentials(account) });
    expect((await useSecret()).status).toBe(200);
    const make = (): Promise<Answer> => admin.delete(`${account.path}/secrets/${id}`);
    await expectInForce({ make, ask: useToken, from: 200, to: 401 });
    expect((await useSecret()).status).toBe(401);
  });

  it('a member who is removed from the company', async () => {
    const ask = (): Promise<Answer> => member.get(rfis, company);
    const make = (): Promise<Answer> =>
      admin.patch(`/companies/${company}/users/${pair.demo.users.member.id}`, { user: { is_active: false } });
    await expectInForce({ make, ask, from: 200, to: 404 });
  });
}

onMysql('a change in one process is in force in another within a second (needs MySQL)', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await aPair();
  });
  afterAll(() => pair?.stop());

  changesAreInForce(() => pair);

  it('a process that was asleep does not answer from what it remembers', async () => {
    const { web_app } = pair.demo.clients;
    const tokens = await userTokens(pair.a, web_app, pair.demo.users.admin);
    const ask = (): Promise<Answer> => call(`${pair.b.url}/oauth/token/info`, tokens.access_token);
    expect((await ask()).status).toBe(200);
    const revocation = { token: tokens.refresh_token, ...credentials(web_app) };
    const answers = await pair.whileBSleeps(
      () => postForm(`${pair.a.url}/oauth/revoke`, revocation),
      () => Promise.all(Array.from({ length: OFTEN }, ask)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
  });
});

withRedis(
  'a change in one process is in force in another within a second, with Redis (needs MySQL and redis-server)',
  () => {
    let redis: RedisProcess;
    let pair: Pair;
    beforeAll(async () => {
      redis = await RedisProcess.start(redisProgram ?? '');
      pair = await aPair({ REDIS_URL: redis.url });
    });
    afterAll(async () => {
      await pair?.stop();
      await redis?.kill();
    });

    changesAreInForce(() => pair);

    it('both processes listen to the hint', async () => {
      expect(await redis.client.pubsub('NUMSUB', 'gatehouse:change-feed')).toEqual(['gatehouse:change-feed', 2]);
    });

    it('also when Redis has died', async () => {
      await redis.kill();
      const { web_app } = pair.demo.clients;
      const tokens = await userTokens(pair.a, web_app, pair.demo.users.admin);
      await expectInForce({
        make: () => postForm(`${pair.a.url}/oauth/revoke`, { token: tokens.refresh_token, ...credentials(web_app) }),
        ask: () => call(`${pair.b.url}/oauth/token/info`, tokens.access_token),
        from: 200,
        to: 401,
      });
    });
  },
);

onMysql('what happens once happens once in all processes (needs MySQL)', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await aPair();
  });
  afterAll(() => pair?.stop());

  /** Sends a request many times at once, to both processes by turns. */
  const split = (send: (app: Pair['a']) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(Array.from({ length: MANY }, (_, index) => send(index % 2 === 0 ? pair.a : pair.b)));

  const refresh = (app: Pair['a'], refresh_token: string): Promise<Answer> =>
    tokenRequest(app, { grant_type: 'refresh_token', refresh_token, ...credentials(pair.demo.clients.web_app) });

  it('one successor of fifty refreshes', async () => {
    const tokens = await userTokens(pair.a, pair.demo.clients.web_app, pair.demo.users.admin);
    const answers = await split((app) => refresh(app, tokens.refresh_token));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await refresh(pair.b, answers[0].body.refresh_token)).status).toBe(200);
  });

  it('one success of fifty redemptions, revoked by the others', async () => {
    const { demo } = pair;
    const { end, verifier, redirectUri } = await authorize(pair.a, demo.clients.web_app, demo.users.admin);
    const form = { grant_type: 'authorization_code', code: codeOf(end), redirect_uri: redirectUri };
    const answers = await split((app) =>
      tokenRequest(app, { ...form, code_verifier: verifier, ...credentials(demo.clients.web_app) }),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(MANY - 1);
    for (const app of [pair.a, pair.b]) expect((await refresh(app, winners[0].body.refresh_token)).status).toBe(400);
  });

  it('one installation of fifty', async () => {
    const company = pair.demo.companies.main.id;
    const connector = await aConnector(await as(pair.a, 'developer'));
    const { token } = await as(pair.a, 'admin');
    const answers = await split((app) =>
      apiOf(app, token).post(`/companies/${company}/app_installations`, connectorTerms(connector)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'already_installed')).toHaveLength(MANY - 1);
  });
});
