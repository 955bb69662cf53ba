/**
 * Server to server: a service account gets a token by client credentials (RFC 6749 §4.4), opens a request for
 * information, lists them, and revokes its token.
 *
 *   npm start                               in one terminal
 *   node examples/service-account.mjs       in another
 */
import { basic, call, postForm, readDemo } from './demo.mjs';

const { base_url: url, service_account: account, companies, projects } = await readDemo();
const credentials = { Authorization: basic(account.client_id, account.client_secret) };

const token = await postForm(`${url}/oauth/token`, { grant_type: 'client_credentials' }, credentials);
console.log(`Got a token for ${token.expires_in} seconds with the scope ${token.scope}.`);

// Ask for a new token when this one runs out: client credentials give no refresh token.
const rfis = `${url}/rest/v1.0/projects/${projects.tower.id}/rfis`;
const opened = await call(rfis, token.access_token, companies.main.id, {
  method: 'POST',
  json: { subject: 'Fire rating of door 2.14', question: 'EI30 or EI60?' },
});
console.log(`Opened RFI ${opened.number} in ${projects.tower.name}.`);

const list = await call(rfis, token.access_token, companies.main.id);
for (const { number, status, subject } of list) console.log(`  ${number}  ${status}  ${subject}`);

// The account is a member of one project only. What it may not see does not exist for it.
try {
  await call(`${url}/rest/v1.0/projects/${projects.bridge.id}/rfis`, token.access_token, companies.main.id);
} catch (error) {
  console.log(`${projects.bridge.name}: ${error.message}`);
}

await postForm(`${url}/oauth/revoke`, { token: token.access_token }, credentials);
console.log('Revoked the token.');
