import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const CLIENT = { client_id: 'gatehouse', client_secret: 'what only the two know & + %' } as const;

/** Somebody as a provider knows them. */
export interface Known {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: unknown;
  readonly name?: string;
}

/** How a provider misbehaves: each function may change what would have been right. */
export interface Oddities {
  claims?: (claims: JWTPayload) => JWTPayload;
  /** The whole ID token. */
  idToken?: (claims: JWTPayload) => Promise<string> | string;
  token?: (body: Record<string, unknown>) => { status?: number; body: string };
  userinfo?: (claims: Known) => unknown;
  /** The members of its key beside what tells it from others. */
  key?: object;
  /** When people signed in there, epoch seconds; null tells nothing of it. Absent: just now. */
  authTime?: number | null;
  /** Leaves token requests without an answer. */
  isSilent?: boolean;
  /** E-mail and name in the ID token, not at userinfo. */
  tellsInToken?: boolean;
}

interface Pending {
  readonly person: Known;
  readonly nonce: string | null;
  readonly challenge: string;
}

const keys = await generateKeyPair('ES256', { extractable: true });
export const OTHER_KEYS = await generateKeyPair('ES256', { extractable: true });

/** A provider of OpenID Connect that can be made to do everything wrong. */
export class OddProvider {
  odd: Oddities = {};
  readonly seen: { authorization?: string; form: URLSearchParams }[] = [];
  private readonly pending = new Map<string, Pending>();
  private readonly tokens = new Map<string, Known>();

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async start(): Promise<OddProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const provider = new OddProvider(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => void provider.answer(request, response));
    return provider;
  }

  /** What happens in the browser: somebody signs in there; where it is sent back to. */
  authorize(location: string, person: Known): string {
    const query = new URL(location).searchParams;
    if (query.get('code_challenge_method') !== 'S256') throw new Error(`No PKCE in ${location}`);
    const code = randomBytes(16).toString('hex');
    const [nonce, challenge] = [query.get('nonce'), query.get('code_challenge') ?? ''];
    this.pending.set(code, { person, nonce, challenge });
    const answer = new URLSearchParams({ code, state: query.get('state') ?? '', iss: this.issuer });
    return `${query.get('redirect_uri')}?${answer.toString()}`;
  }

  /** A signed ID token. */
  sign(claims: JWTPayload, key = keys.privateKey): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(key);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: string): unknown =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return void send(200, JSON.stringify(this.metadata()));
      case '/jwks': {
        const key = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig', ...this.odd.key };
        return void send(200, JSON.stringify({ keys: [key] }));
      }
      case '/token': {
        const { status = 200, body } = await this.redeem(request);
        return void (this.odd.isSilent || send(status, body));
      }
      case '/userinfo': {
        const { status, body } = this.tell(request);
        return void send(status, body);
      }
      default:
        return void send(404, '{}');
    }
  }

  private tell({ headers }: IncomingMessage): { status: number; body: string } {
    const known = this.tokens.get(headers.authorization?.slice('Bearer '.length) ?? '');
    if (!known) return { status: 401, body: '{}' };
    const claims = this.odd.userinfo ? this.odd.userinfo(known) : known;
    return { status: 200, body: typeof claims === 'string' ? claims : JSON.stringify(claims) };
  }

  private metadata(): object {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      end_session_endpoint: `${issuer}/end`,
      authorization_response_iss_parameter_supported: true,
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    };
  }

  private async redeem(request: IncomingMessage): Promise<{ status?: number; body: string }> {
    let text = '';
    for await (const part of request) text += String(part);
    const form = new URLSearchParams(text);
    const { authorization } = request.headers;
    this.seen.push({ authorization, form });
    if (!isOurClient(authorization)) return { status: 401, body: '{"error":"invalid_client"}' };
    const pending = this.pending.get(form.get('code') ?? '');
    this.pending.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (pending?.challenge !== challenge) return { status: 400, body: '{"error":"invalid_grant"}' };
    const body = { access_token: randomBytes(16).toString('hex'), token_type: 'Bearer', id_token: '' };
    this.tokens.set(body.access_token, pending.person);
    body.id_token = await this.idTokenOf(pending);
    return this.odd.token?.(body) ?? { body: JSON.stringify(body) };
  }

  private authTime(now: number): { auth_time?: number } {
    const { authTime: auth_time = now } = this.odd;
    return auth_time === null ? {} : { auth_time };
  }

  private async idTokenOf({ person, nonce }: Pending): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const about = this.odd.tellsInToken ? person : { sub: person.sub };
    const right = {
      iss: this.issuer,
      aud: CLIENT.client_id,
      iat: now,
      exp: now + 300,
      nonce,
      ...this.authTime(now),
      ...about,
    };
    const claims = this.odd.claims?.(right) ?? right;
    return (await this.odd.idToken?.(claims)) ?? this.sign(claims);
  }
}

function isOurClient(authorization = ''): boolean {
  const [id, secret] = Buffer.from(authorization.slice('Basic '.length), 'base64').toString().split(':');
  const plain = (text = ''): string => decodeURIComponent(text.replaceAll('+', ' '));
  return plain(id) === CLIENT.client_id && plain(secret) === CLIENT.client_secret;
}
