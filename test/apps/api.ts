import { clientToken, managementToken } from '../support/flows.js';
import { type Answer, call } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';

/** Calls of one bearer: `get('/apps')`, `post('/apps', {...})`. */
export interface Api {
  readonly token: string;
  get(path: string, company?: number): Promise<Answer>;
  post(path: string, json?: unknown, company?: number): Promise<Answer>;
  put(path: string, json: unknown): Promise<Answer>;
  patch(path: string, json: unknown, company?: number): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

/** The API under `/rest/v1.0`, as the holder of a token sees it. */
export function apiOf(app: TestApp, token: string): Api {
  const at = (path: string): string => `${app.url}/rest/v1.0${path}`;
  return {
    token,
    get: (path, company) => call(at(path), token, { company }),
    post: (path, json, company) => call(at(path), token, { method: 'POST', json, company }),
    put: (path, json) => call(at(path), token, { method: 'PUT', json }),
    patch: (path, json, company) => call(at(path), token, { method: 'PATCH', json, company }),
    delete: (path) => call(at(path), token, { method: 'DELETE' }),
  };
}

type Person = 'admin' | 'member' | 'developer' | 'outsider';

/** The company that everybody has in their authorization. */
const homeOf = (app: TestApp, person: Person): number[] => {
  const { main, other, sandbox } = app.demo.companies;
  if (person === 'admin') return [main.id, other.id, sandbox.id];
  return person === 'member' ? [main.id] : person === 'outsider' ? [other.id] : [];
};

/** Somebody of the demo, through the first-party client, with every management scope and the tools. */
export async function as(app: TestApp, person: Person, scope = EVERYTHING): Promise<Api> {
  const user = app.demo.users[person];
  return apiOf(app, await managementToken(app, user, scope, homeOf(app, person)));
}

/** A client that acts for itself. */
export async function asClient(app: TestApp, client: Credentials): Promise<Api> {
  return apiOf(app, await clientToken(app, client));
}

interface Credentials {
  readonly client_id: string;
  readonly client_secret?: string;
}

const EVERYTHING = 'tools:admin directory:manage apps:manage app_installations:manage service_accounts:manage';

/** What was answered, when it had to be this status; else the test stops here and says why. */
export function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status)
    throw new Error(`Expected ${status}, got ${answer.status}: ${answer.text.slice(0, 1_000)}`);
  return answer;
}

/** Everything that the audit trail says about a subject, oldest first. */
export async function auditOf(
  app: TestApp,
  type: string,
  id: number | string,
): Promise<{ action: string; text: string }[]> {
  const rows = await app.database.query<{ action: string; before_state: string | null; after_state: string | null }>(
    'SELECT action, before_state, after_state FROM audit_events WHERE subject_type = ? AND subject_id = ? ORDER BY id',
    [type, String(id)],
  );
  return rows.map((row) => ({ action: row.action, text: `${row.before_state} ${row.after_state}` }));
}
