/**
 * What the examples share: the facts of the demo company, and one way to send a request.
 *
 * DEMO_FILE   the file that `npm start` wrote (default: data/demo.json)
 */
import { readFile } from 'node:fs/promises';

const FILE = process.env.DEMO_FILE ?? 'data/demo.json';

/** The demo's people, companies, projects and clients. */
export async function readDemo() {
  try {
    return JSON.parse(await readFile(FILE, 'utf8'));
  } catch {
    throw new Error(`Cannot read ${FILE}. Run "npm start" first, and the example from the same folder.`);
  }
}

/** Sends a request and returns the JSON of its answer. Throws what the server says of an error. */
export async function send(url, init = {}) {
  const response = await fetch(url, init);
  const text = await response.text();
  const body = text === '' ? undefined : JSON.parse(text);
  if (response.ok) return body;
  const code = body.error ?? body.code;
  const words = body.error_description ?? body.detail;
  throw new Error(`${response.status} ${code}: ${words} (request ${response.headers.get('x-request-id')})`);
}

/** Posts a form; `headers` may carry the client's credentials. */
export const postForm = (url, form, headers = {}) =>
  send(url, { method: 'POST', body: new URLSearchParams(form), headers });

/** Calls the API with an access token, in a company. */
export const call = (url, token, company, { method = 'GET', json } = {}) =>
  send(url, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(company !== undefined && { 'Procore-Company-Id': String(company) }),
      ...(json !== undefined && { 'Content-Type': 'application/json' }),
    },
    body: json === undefined ? undefined : JSON.stringify(json),
  });

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
export const basic = (id, secret) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
