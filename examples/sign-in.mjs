/**
 * Sign a person in with OpenID Connect: openid-client does the work, with every check on.
 *
 *   npm start                     in one terminal
 *   node examples/sign-in.mjs     in another: a web app on port 9999
 *
 * Open http://localhost:9999, sign in as a person of the demo (their passwords are in data/demo.json), allow, sign out.
 */
import { createServer } from 'node:http';
import * as oidc from 'openid-client';
import { readDemo } from './demo.mjs';

const ORIGIN = 'http://localhost:9999';
const MAX_AGE = 3_600;

const demo = await readDemo();
const { client_id, client_secret } = demo.clients.web_app;

/** The signature is verified by the published keys; plain http is for this machine alone. */
const configuration = await oidc.discovery(
  new URL(demo.base_url),
  client_id,
  { client_secret, id_token_signed_response_alg: 'ES256' },
  undefined,
  { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] },
);

/** What this one visitor began and got: a real app keeps it in a session of its own. */
let begun;
let idToken;

async function begin() {
  begun = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
    maxAge: MAX_AGE,
    idTokenExpected: true,
  };
  return oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: `${ORIGIN}/callback`,
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(begun.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: begun.expectedState,
    nonce: begun.expectedNonce,
    max_age: String(MAX_AGE),
  });
}

async function finish(url) {
  const tokens = await oidc.authorizationCodeGrant(configuration, url, begun);
  const claims = tokens.claims();
  idToken = tokens.id_token;
  const person = await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  console.log(`Signed in: ${person.name} <${person.email}>, here known as ${claims.sub}.`);
  console.log(`At ${new Date(claims.auth_time * 1000).toISOString()}, by ${(claims.amr ?? ['a link']).join(' and ')}.`);
}

const end = () =>
  oidc.buildEndSessionUrl(configuration, {
    id_token_hint: idToken,
    post_logout_redirect_uri: `${ORIGIN}/signed-out`,
    state: 'done',
  });

const redirect = (response, url) => response.writeHead(302, { Location: url.href }).end();

const pages = {
  '/': async (_url, response) => redirect(response, await begin()),
  '/callback': async (url, response) => {
    await finish(url);
    response.end('You are signed in. Open /sign-out when you have seen the terminal.\n');
  },
  '/sign-out': async (_url, response) => redirect(response, end()),
  '/signed-out': async (_url, response) => {
    console.log('Signed out.');
    response.writeHead(200, { Connection: 'close' });
    response.end('You are signed out.\n', () => server.close().closeAllConnections());
  },
};

const server = createServer((request, response) => {
  const url = new URL(request.url, ORIGIN);
  const page = pages[url.pathname];
  if (!page) return response.writeHead(404).end('Not found.\n');
  page(url, response).catch((error) => {
    console.error(error.message);
    response.writeHead(400).end('That did not work: see the terminal.\n');
  });
});

server.listen(9999, () => console.log(`Open ${ORIGIN} in a browser.`));
