/** The workloads of performance.md. Each has a reference, measured in the same run, and the share it must reach. */
import { createHash, randomBytes } from 'node:crypto';
import { formOf, requestOf } from './http-client.mjs';
import { Person } from './person.mjs';

const basicOf = ({ client_id, client_secret }) => ({
  Authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`,
});

function expect(answer, status, pattern) {
  if (answer.status === status && pattern.test(answer.body)) return answer;
  throw new Error(`expected ${status} ${pattern}, got ${answer.status} ${answer.body.slice(0, 300)}`);
}

const post = (path, fields, headers) => requestOf('POST', path, formOf(fields, headers));

/** Sends the same bytes again and again. */
const steady = (name, more, bytes, status, pattern) => ({
  name,
  ...more,
  start: async () => async (client) => void expect(await client.send(bytes), status, pattern),
});

const tokenOf = async (client, fields, headers) =>
  JSON.parse(expect(await client.send(post('/oauth/token', fields, headers)), 200, /access_token/).body);

/** A token of the service account, for a workload that spends tokens. */
const own = (client, robot) => tokenOf(client, { grant_type: 'client_credentials' }, robot);

/** Sends what needs a token, with one token for each connection. */
const withToken = (name, more, robot, bytesOf, pattern) => ({
  name,
  ...more,
  start: async (_n, first) => {
    const bytes = bytesOf((await own(first, robot)).access_token);
    return async (client) => void expect(await client.send(bytes), 200, pattern);
  },
});

const bearer = (path, token) => requestOf('GET', path, { headers: { Authorization: `Bearer ${token}` } });

const NO_STATEMENT = { share: 0.6, mostStatements: 0 };

const tokenWorkloads = (robot) => [
  steady(
    'W1 client credentials',
    { reference: 'seal', ...NO_STATEMENT },
    post('/oauth/token', { grant_type: 'client_credentials' }, robot),
    200,
    /"access_token":"ey/,
  ),
  withToken(
    'W2 introspection',
    { reference: 'open', ...NO_STATEMENT },
    robot,
    (token) => post('/oauth/introspect', { token }, robot),
    /"active":true/,
  ),
  withToken(
    'W2b token info',
    { reference: 'open', ...NO_STATEMENT },
    robot,
    (token) => bearer('/oauth/token/info', token),
    /"expires_in_seconds":\d+/,
  ),
];

const personWorkloads = (codeRound, web) => [
  {
    name: 'W3 refresh',
    reference: 'refresh',
    share: 0.6,
    mostStatements: 2,
    start: async (_n, first) => {
      let { refresh_token } = await codeRound(first);
      return async (client) => {
        ({ refresh_token } = await tokenOf(client, { grant_type: 'refresh_token', refresh_token }, web));
      };
    },
  },
  {
    name: 'W4 code round',
    reference: 'insert',
    share: 0.2,
    mostStatements: 6,
    start: async () => async (client) => void (await codeRound(client)),
  },
];

/** Each revocation needs a token of its own, which costs no statement; its time is counted: the share is a lower bound. */
const revocation = (robot) => ({
  name: 'W5 revocation',
  reference: 'insert',
  share: 0.6,
  start: async () => async (client) => {
    const { access_token: token } = await own(client, robot);
    expect(await client.send(post('/oauth/revoke', { token }, robot)), 200, /^\{\}$/);
  },
});

/** Authorize, code, token: as a client that knows PKCE does it for somebody who is signed in. */
const codeRoundOf =
  (person, { client_id, client_secret, redirect_uris }) =>
  async (client) => {
    const code_verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(code_verifier).digest('base64url');
    const answer = await client.send(requestOf('GET', person.authorizePath(challenge), { headers: person.headers }));
    const code = /\r\nlocation: \S*[?&]code=([^&\s]+)/i.exec(answer.head)?.[1];
    if (answer.status !== 302 || !code) throw new Error(`no code: ${answer.status} ${answer.head}`);
    const fields = { grant_type: 'authorization_code', code, redirect_uri: redirect_uris[0], code_verifier };
    return tokenOf(client, fields, basicOf({ client_id, client_secret }));
  };

/** What is measured of a server, once `prepare` has run: the twin of W6, and W1 to W6. */
export function workloads({ port, demo }) {
  const robot = basicOf(demo.service_account);
  const person = new Person(`http://127.0.0.1:${port}`, demo);
  const { web_app } = demo.clients;
  const rfis = `/projects/${demo.projects.tower.id}/rfis`;
  const more = { reference: 'twin', mostMoreStatements: 0, mostMoreCpu: 40 };
  return {
    prepare: () => person.consent(),
    twin: steady('twin without guards', {}, requestOf('GET', `/bench${rfis}`), 200, /^\[\]$/),
    list: [
      ...tokenWorkloads(robot),
      ...personWorkloads(codeRoundOf(person, web_app), basicOf(web_app)),
      revocation(robot),
      withToken('W6 protected GET', more, robot, (token) => bearer(`/rest/v1.0${rfis}`, token), /^\[\]$/),
    ],
  };
}

/** The same form and header as the workloads send. */
export function references() {
  const headers = basicOf({ client_id: 'x'.repeat(36), client_secret: 'y'.repeat(54) });
  const reference = (name, fields, pattern) =>
    steady(name, {}, post(`/${name}`, { grant_type: 'client_credentials', ...fields }, headers), 200, pattern);
  return [
    reference('json', {}, /access_token/),
    reference('seal', {}, /access_token/),
    reference('open', {}, /"active":true/),
    reference('insert', {}, /client/),
    {
      name: 'refresh',
      start: async (n) => {
        const bytes = post('/refresh', { token: `r${n}`, grant_type: 'refresh_token' }, headers);
        return async (client) => void expect(await client.send(bytes), 200, /"updated":1/);
      },
    },
  ];
}
