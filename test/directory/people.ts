import { Members, ProjectMembers } from '../../src/directory/index.js';
import { Users } from '../../src/identity/index.js';
import { type Api, apiOf, expectStatus } from '../apps/api.js';
import { type AuthorizeOptions, managementToken, userTokens } from '../support/flows.js';
import type { Answer } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';

export interface Person {
  readonly id: number;
  readonly email: string;
  readonly password: string;
}

interface Permissions {
  readonly role?: 'admin' | 'member';
  readonly levels?: Record<string, string>;
  readonly actions?: Record<string, string[]>;
}

let count = 0;

/** Somebody new with a login, who belongs to no company yet. */
export async function aPerson(app: TestApp): Promise<Person> {
  const email = `person-${++count}@demo.test`;
  const password = `long enough ${count}`;
  const { id } = await app.app.get(Users).create({ name: `Person ${count}`, email, password });
  return { id, email, password };
}

/** Somebody new who is an active member of a company. */
export async function aMember(app: TestApp, companyId: number, permissions: Permissions = {}): Promise<Person> {
  const person = await aPerson(app);
  await app.app.get(Members).add(companyId, person.id, { lastName: 'Person', email: person.email, ...permissions });
  return person;
}

/** Somebody new in a project, and so in its company. */
export async function aProjectMember(
  app: TestApp,
  project: { readonly id: number; readonly company_id: number },
  permissions: Permissions = {},
): Promise<Person> {
  const person = await aMember(app, project.company_id);
  await app.app.get(ProjectMembers).addToProject(project.id, person.id, permissions);
  return person;
}

/** The API as somebody sees it through the first-party client. */
export async function signedIn(
  app: TestApp,
  person: Person,
  companies: readonly number[] = [app.demo.companies.main.id],
  scope = 'directory:manage tools:admin',
): Promise<Api> {
  return apiOf(app, await managementToken(app, person, scope, companies));
}

/** The API as somebody sees it through a third-party app. */
export async function through(
  app: TestApp,
  client: 'web_app' | 'data_connector',
  person: Person,
  options: AuthorizeOptions = {},
): Promise<Api> {
  return apiOf(app, (await userTokens(app, app.demo.clients[client], person, options)).access_token);
}

/** A new project, so that tests that change one disturb nobody. */
export async function aProject(admin: Api, companyId: number, name = `Project ${++count}`): Promise<number> {
  const created = await admin.post(`/projects?company_id=${companyId}`, { project: { name } });
  return expectStatus(created, 201).body.id as number;
}

/** Status and stable code: what a refusal is told by. */
export const outcome = ({ status, body }: Answer): [number, string | undefined] => [status, body?.code];

/** The fields that a 422 names. */
export function wrongFields(answer: Answer): string[] {
  expectStatus(answer, 422);
  return Object.keys(answer.body.errors as object).sort();
}

/** An answer without what differs from request to request. */
export function bytesOf({ status, headers, text, body }: Answer): string {
  const kept = [...headers].filter(([name]) => name !== 'x-request-id' && name !== 'date');
  return JSON.stringify([status, kept, text.replaceAll(String(body?.request_id), '')]);
}
