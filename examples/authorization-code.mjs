/**
 * For a person: authorization code with PKCE (RFC 6749 §4.1, RFC 7636), then a call, a refresh and a revocation.
 *
 *   npm start                                      in one terminal
 *   node examples/authorization-code.mjs           in another: a native app that listens on a loopback port
 *   node examples/authorization-code.mjs --oob     a web app on a machine without a browser: you paste the code
 *
 * Open the printed address, sign in as a person of the demo (their passwords are in data/demo.json) and allow.
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline/promises';
import { basic, call, postForm, readDemo } from './demo.mjs';

const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

const demo = await readDemo();
const { base_url: url, clients } = demo;
const isOutOfBand = process.argv.includes('--oob');
const client = isOutOfBand ? clients.web_app : clients.native_app;

const verifier = randomBytes(32).toString('base64url');
const state = randomBytes(16).toString('base64url');

const authorizationUrl = (redirectUri) =>
  `${url}/oauth/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })}`;

const invite = (redirectUri) => console.log(`Open this address in a browser:\n\n${authorizationUrl(redirectUri)}\n`);

/** Reads the answer in a redirect: it must be ours (`state`) and from this server (`iss`, RFC 9207). */
function codeIn(parameters) {
  if (parameters.get('state') !== state) throw new Error('The answer has another state: somebody else began this.');
  if (parameters.get('iss') !== url) throw new Error('The answer is from another server.');
  const error = parameters.get('error');
  if (error) throw new Error(`${error}: ${parameters.get('error_description')}`);
  return parameters.get('code');
}

/** RFC 8252 §7.3: a loopback IP literal matches on any port. */
async function askByLoopback() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const redirectUri = `http://127.0.0.1:${server.address().port}/callback`;
  invite(redirectUri);
  for await (const [request, response] of on(server)) {
    const target = new URL(request.url, redirectUri);
    const isAnswer = target.pathname === '/callback';
    response.writeHead(isAnswer ? 200 : 404, { Connection: 'close' });
    // Browsers open spare connections, for which closing would wait.
    const end = isAnswer ? () => server.close().closeAllConnections() : undefined;
    response.end(isAnswer ? 'Done. You may close this page.\n' : 'Not found.\n', end);
    if (!isAnswer) continue;
    return { code: codeIn(target.searchParams), redirectUri };
  }
  throw new Error('The listener ended.');
}

async function* on(server) {
  while (server.listening) yield await once(server, 'request');
}

async function askOutOfBand() {
  invite(OUT_OF_BAND);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const code = (await terminal.question('Paste the code: ')).trim();
  terminal.close();
  return { code, redirectUri: OUT_OF_BAND };
}

/** A confidential client proves itself with its secret; a public one only names itself. */
const headers = client.client_secret ? { Authorization: basic(client.client_id, client.client_secret) } : {};
const named = client.client_secret ? {} : { client_id: client.client_id };
const tokenRequest = (form) => postForm(`${url}/oauth/token`, { ...form, ...named }, headers);

const { code, redirectUri } = await (isOutOfBand ? askOutOfBand() : askByLoopback());
const first = await tokenRequest({
  grant_type: 'authorization_code',
  code,
  redirect_uri: redirectUri,
  code_verifier: verifier,
});
console.log(`Got a token for ${first.expires_in} seconds with the scope ${first.scope}.`);

const me = await call(`${url}/rest/v1.0/me`, first.access_token);
console.log(`It stands for ${me.login ?? `user ${me.id}`}.`);
for (const company of await call(`${url}/rest/v1.0/companies`, first.access_token)) {
  console.log(`  connected: ${company.name}`);
}

// Keep the newest refresh token only: each refresh replaces it.
const second = await tokenRequest({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
console.log('Refreshed.');

await postForm(`${url}/oauth/revoke`, { token: second.refresh_token, ...named }, headers);
console.log('Revoked: both tokens of the pair are dead.');
