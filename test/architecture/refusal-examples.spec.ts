import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientToken, userTokens } from '../support/flows.js';
import { send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { operationsOf } from './openapi-document.js';

let app: TestApp;
let document: { readonly components: { readonly examples: Readonly<Record<string, { readonly value: object }>> } };

beforeAll(async () => {
  app = await startApp();
  document = (await send(`${app.url}/openapi.json`)).body;
});
afterAll(() => app.close());

const exampleOf = (code: string): object => document.components.examples[code].value;

const url = (path: string): string => `${app.url}/rest/v1.0${path}`;

const answered = async (path: string, headers: Record<string, string>): Promise<object> =>
  (await send(url(path), { headers })).body;

const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

describe('the examples of refusals in the OpenAPI document', () => {
  it('stand where an operation answers with their status', () => {
    for (const { responses } of operationsOf(document)) {
      for (const [status, { content }] of Object.entries(responses)) {
        const examples = (content?.['application/problem+json'] as { examples?: object } | undefined)?.examples ?? {};
        for (const code of Object.keys(examples))
          expect(exampleOf(code)).toMatchObject({ code, status: Number(status) });
      }
    }
  });

  it('are what the server answers', async () => {
    const { main, other } = app.demo.companies;
    const { access_token: token } = await userTokens(app, app.demo.clients.swagger, app.demo.users.admin, {
      scope: 'tools:admin app_installations:manage directory:manage',
    });
    const narrow = await clientToken(app, app.demo.service_account, { scope: 'project.rfis:read' });
    const answers = [
      await answered('/me', {}),
      await answered('/me', bearer('x')),
      await answered('/app_installations/1', bearer(token)),
      await answered(`/companies/${main.id}/users`, { ...bearer(token), 'Procore-Company-Id': String(other.id) }),
      await answered('/companies/999/users', bearer(token)),
      await answered(`/companies/${main.id}/app_installations`, bearer(narrow)),
    ] as { code: string; request_id: string }[];
    expect(answers.map(({ code }) => code)).toEqual([
      'missing_token',
      'invalid_token',
      'missing_company',
      'company_mismatch',
      'not_found',
      'insufficient_scope',
    ]);
    for (const answer of answers)
      expect({ ...answer, request_id: null }).toEqual({ ...exampleOf(answer.code), request_id: null });
  });
});
