import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as } from '../apps/api.js';
import { bodyOf, type Operation, operationsOf } from '../architecture/openapi-document.js';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: Api;
let strict: Operation[];

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  const { body } = await send(`${app.url}/openapi.json`);
  const closed = operationsOf(body).filter(({ security }) => security);
  strict = closed.filter((operation) => bodyOf(operation)?.additionalProperties === false);
});
afterAll(() => app.close());

/** Sends a body, as it is written, to a route of the main company and its tower. */
function sendTo({ method, path }: Operation, body: string): Promise<Answer> {
  const { main } = app.demo.companies;
  const values: Record<string, string | number> = { companyId: main.id, projectId: app.demo.projects.tower.id };
  const url = app.url + path.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? 987_654));
  const headers = {
    Authorization: `Bearer ${admin.token}`,
    'Procore-Company-Id': String(main.id),
    'Content-Type': 'application/json',
  };
  return send(url, { method, headers, body });
}

const wrongFieldsOf = ({ status, body }: Answer): unknown[] => [status, body?.code, Object.keys(body?.errors ?? {})];

describe('a body with the documented example', () => {
  it('and one field more is refused for that field alone, on every route of ours', async () => {
    expect(strict.length).toBeGreaterThan(15);
    for (const operation of strict) {
      const example = bodyOf(operation)?.example as object;
      const answer = await sendTo(operation, JSON.stringify({ ...example, is_admin: true }));
      const name = `${operation.method} ${operation.path}`;
      expect([name, ...wrongFieldsOf(answer)]).toEqual([name, 422, 'invalid_fields', ['is_admin']]);
      expect(answer.body.errors.is_admin).toEqual(['is not a known field']);
    }
  });

  it('cannot reach into the prototypes of objects', async () => {
    for (const operation of strict) {
      const text = JSON.stringify({ ...(bodyOf(operation)?.example as object), constructor: { prototype: { a: 1 } } });
      const poisoned = text.replace('"constructor"', '"__proto__"');
      expect(await sendTo(operation, text)).toMatchObject({ status: 422 });
      expect(await sendTo(operation, poisoned)).toMatchObject({ status: 400, body: { code: 'malformed_body' } });
    }
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });
});

describe('what is no object', () => {
  it.each(['[]', '"text"', '1', 'true'])('such as %s is refused by every route of ours', async (text) => {
    for (const operation of strict) {
      const answer = await sendTo(operation, text);
      expect([operation.path, ...wrongFieldsOf(answer)]).toEqual([operation.path, 422, 'invalid_fields', ['base']]);
    }
  });
});
