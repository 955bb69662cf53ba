import { createRemoteJWKSet, jwtVerify, type JWTPayload, SignJWT } from 'jose';
import { KeyRing } from '../../src/keys/index.js';
import { type AnApp, anApp } from '../apps/an-app.js';
import { type Api, expectStatus } from '../apps/api.js';
import { type AuthorizeOptions, codeOf, authorize, credentials, tokenRequest } from '../support/flows.js';
import type { Answer } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';

/** A client that signs people in. */
export interface RelyingParty {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris: readonly string[];
}

export interface SignedIn {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly scope: string;
}

type Person = { readonly email: string; readonly password: string };

export const CALLBACK = 'https://party.example/callback';

/** An app of its own with settings of its client; what its developer calls it by. */
export async function aParty(developer: Api, settings: object = {}): Promise<RelyingParty & { readonly app: AnApp }> {
  const app = await anApp(developer, { redirect_uris: [CALLBACK], ...settings });
  const { client_id, client_secret } = app.sandbox;
  return { app, client_id, ...(client_secret !== null && { client_secret }), redirect_uris: [CALLBACK] };
}

export async function changeParty(
  developer: Api,
  { app, client_id }: { app: AnApp; client_id: string },
  change: object,
) {
  expectStatus(await developer.patch(`${app.path}/clients/${client_id}`, change), 200);
}

/** Redeems the code at the end of an authorization. */
export async function redeem(
  app: TestApp,
  party: RelyingParty,
  { end, verifier, redirectUri }: { end: Answer; verifier: string; redirectUri: string },
): Promise<Answer> {
  return tokenRequest(app, {
    grant_type: 'authorization_code',
    code: codeOf(end),
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...credentials(party),
  });
}

/** Signs a person in; the answer of the token endpoint. */
export async function signIn(
  app: TestApp,
  party: RelyingParty,
  person: Person,
  options: AuthorizeOptions = {},
): Promise<SignedIn> {
  const end = await authorize(app, party, person, { scope: 'openid', companies: [], ...options });
  return expectStatus(await redeem(app, party, end), 200).body as SignedIn;
}

/** The error, or the lack of one, with which an authorization came back. */
export function errorOf({ headers, status }: Answer): string {
  const location = headers.get('location');
  if (!location) return `page ${status}`;
  return new URL(location).searchParams.get('error') ?? 'none';
}

/** Claims of a token whose signature fits the published keys. */
export async function verified(app: TestApp, token: string): Promise<JWTPayload & { header: Record<string, unknown> }> {
  const keys = createRemoteJWKSet(new URL(`${app.url}/oauth/jwks`));
  const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer: app.demo.base_url });
  return { ...payload, header: { ...protectedHeader } };
}

export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

/** The same ID token as it would be had it run out long ago, truly signed. */
export function anOldToken({ app }: TestApp, token: string, change: object = {}): Promise<string> {
  const { id, alg, privateKey } = app.get(KeyRing).signingKey();
  const long = 30 * 86_400;
  const { iat, exp, ...claims } = claimsOf(token);
  const times = { iat: Number(iat) - long, exp: Number(exp) - long };
  return new SignJWT({ ...claims, ...times, ...change })
    .setProtectedHeader({ alg, kid: id, typ: 'JWT' })
    .sign(privateKey);
}
