import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import { type Answer, call, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { type Walk, walk } from './person.js';

/* passport-oauth2 with `state: true` and `pkce: true` on a bare HTTP server. */

const CALLBACK = 'http://localhost:9999/callback';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

interface Settings {
  readonly scope?: string;
  readonly pkce?: boolean | 'plain';
  readonly clientSecret?: string;
  readonly callbackURL?: string;
}

/** The web app of a customer. It listens where the test can reach it; the person's redirect is carried there by hand. */
class Host {
  private readonly sessions = new Map<string, object>();

  private constructor(
    private readonly server: Server,
    private readonly authenticator: InstanceType<typeof passport.Authenticator>,
  ) {}

  static async start(settings: Settings = {}): Promise<Host> {
    const { client_id, client_secret = '' } = app.demo.clients.web_app;
    const strategy = new OAuth2Strategy(
      {
        authorizationURL: `${app.demo.base_url}/oauth/authorize`,
        tokenURL: `${app.demo.base_url}/oauth/token`,
        clientID: client_id,
        clientSecret: client_secret,
        callbackURL: CALLBACK,
        state: true,
        pkce: true,
        ...settings,
      },
      (accessToken, refreshToken, results, _profile, done) => done(null, { accessToken, refreshToken, results }),
    );
    const server = createServer();
    const host = new Host(server, new passport.Authenticator().use('gatehouse', strategy));
    server.on('request', (request, response) => {
      host.withSession(request);
      host.authenticator.authenticate('gatehouse', { session: false }, (error, user, info, status) => {
        response.writeHead(error ? 502 : user ? 200 : 403, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ user, info, status, error: describeError(error) }));
      })(request, response, (error) => response.writeHead(500).end(String(error)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return host;
  }

  /** What express and express-session would add. */
  private withSession(request: IncomingMessage): void {
    const id = request.headers.cookie ?? '';
    if (!this.sessions.has(id)) this.sessions.set(id, {});
    const { searchParams } = new URL(request.url ?? '/', 'http://host');
    Object.assign(request, { session: this.sessions.get(id), query: Object.fromEntries(searchParams) });
  }

  /** The person opens a path of the web app in the browser that `visitor` names. */
  open(path: string, visitor = 'visitor=1'): Promise<Answer> {
    const { port } = this.server.address() as AddressInfo;
    return send(`http://127.0.0.1:${port}${path}`, { headers: { Cookie: visitor } });
  }

  /** Where the web app sends the person. */
  async begin(visitor?: string): Promise<URL> {
    const answer = await this.open('/', visitor);
    return new URL(answer.headers.get('location') ?? '');
  }

  async finish(answer: URL, visitor?: string): Promise<Answer> {
    expect(`${answer.origin}${answer.pathname}`).toBe(CALLBACK);
    return this.open(`/callback${answer.search}`, visitor);
  }

  stop(): Promise<unknown> {
    const closed = once(this.server, 'close');
    this.server.close();
    return closed;
  }
}

interface Failure {
  readonly message: string;
  readonly code?: string;
  readonly oauthError?: Failure;
}

const describeError = (error: unknown): Failure | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { message, code, oauthError } = error as Error & Failure;
  return { message, code, oauthError };
};

async function withHost<T>(settings: Settings, use: (host: Host) => Promise<T>): Promise<T> {
  const host = await Host.start(settings);
  try {
    return await use(host);
  } finally {
    await host.stop();
  }
}

const connect = (settings: Settings, how?: Walk): Promise<Answer> =>
  withHost(settings, async (host) => host.finish(await walk(app, await host.begin(), how)));

describe('passport-oauth2', () => {
  it('signs a person in with state and PKCE, and may call the API', async () => {
    await withHost({}, async (host) => {
      const authorizationUrl = await host.begin();
      expect(authorizationUrl.searchParams.get('code_challenge_method')).toBe('S256');
      const { status, body } = await host.finish(await walk(app, authorizationUrl));
      expect(status).toBe(200);
      expect(body.user.results).toMatchObject({ token_type: 'bearer', expires_in: 5_400, scope: 'tools:admin' });
      expect(body.user.refreshToken).toBeTruthy();
      const me = await call(`${app.url}/rest/v1.0/me`, body.user.accessToken);
      expect(me.body).toMatchObject({ id: app.demo.users.admin.id, login: app.demo.users.admin.email });
    });
  });

  it('gets the scopes that it asks for', async () => {
    const { body } = await connect({ scope: 'profile tools:read' });
    expect(body.user.results.scope).toBe('profile tools:read');
  });

  it('keeps two visitors of one web app apart', async () => {
    await withHost({}, async (host) => {
      const [first, second] = [await host.begin('visitor=1'), await host.begin('visitor=2')];
      const answers = [await walk(app, first), await walk(app, second, { user: app.demo.users.member })];
      expect((await host.finish(answers[0], 'visitor=2')).status).toBe(403);
      expect((await host.finish(answers[1], 'visitor=2')).status).toBe(403);
      expect((await host.finish(answers[0], 'visitor=1')).status).toBe(200);
    });
  });
});

describe('passport-oauth2 does not sign in', () => {
  it('who denied', async () => {
    const { outsider } = app.demo.users;
    const { status, body } = await connect({}, { user: outsider, decision: 'deny' });
    expect(status).toBe(403);
    expect(body.info.message).toBe('The resource owner denied the request.');
  });

  it.each([
    ['no state', ''],
    ['a forged state', 'forged'],
    ['a very long state', '0'.repeat(2_000)],
  ])('with %s', async (_, state) => {
    await withHost({}, async (host) => {
      const answer = await walk(app, await host.begin());
      answer.searchParams.set('state', state);
      const { status, body } = await host.finish(answer);
      expect([status, body.user]).toEqual([403, false]);
    });
  });

  it('a browser that began nothing (login CSRF)', async () => {
    await withHost({}, async (host) => {
      const answer = await walk(app, await host.begin());
      expect((await host.finish(answer, 'visitor=other')).status).toBe(403);
    });
  });

  it('twice with one answer', async () => {
    await withHost({}, async (host) => {
      const answer = await walk(app, await host.begin());
      expect((await host.finish(answer)).status).toBe(200);
      expect((await host.finish(answer)).status).toBe(403);
    });
  });

  it("with somebody else's code, for the challenge is another one", async () => {
    await withHost({}, async (host) => {
      const stolen = (await walk(app, await host.begin('visitor=victim'))).searchParams.get('code') ?? '';
      const answer = await walk(app, await host.begin());
      answer.searchParams.set('code', stolen);
      const { status, body } = await host.finish(answer);
      expect(status).toBe(502);
      expect(body.error.code ?? body.error.message).toMatch(/invalid_grant/);
    });
  });

  it('with a code that is made up', async () => {
    await withHost({}, async (host) => {
      const answer = await walk(app, await host.begin());
      answer.searchParams.set('code', 'made-up');
      const { status, body } = await host.finish(answer);
      expect([status, body.error.code]).toEqual([502, 'invalid_grant']);
    });
  });

  it('with a wrong client secret', async () => {
    const { status, body } = await connect({ clientSecret: app.demo.clients.data_connector.client_secret });
    expect([status, body.error.code]).toEqual([502, 'invalid_client']);
  });

  it('with a plain challenge', async () => {
    const { status, body } = await connect({ pkce: 'plain' });
    expect([status, body.error.code]).toEqual([502, 'invalid_request']);
  });

  it('with a scope that nobody may have', async () => {
    const { status, body } = await connect({ scope: 'tools:everything' });
    expect([status, body.error.code]).toEqual([502, 'invalid_scope']);
  });

  it('where the redirect URI is not registered: the person is not even sent back', async () => {
    await withHost({ callbackURL: 'https://attacker.example/callback' }, async (host) => {
      const authorizationUrl = await host.begin();
      await expect(walk(app, authorizationUrl)).rejects.toThrow(/No redirect: 400/);
    });
  });
});
