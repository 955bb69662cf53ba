import { aPerson, type Person, signedIn } from '../directory/people.js';
import type { TestApp } from '../support/start-app.js';
import type { AnApp } from './an-app.js';
import { type Api, expectStatus } from './api.js';

export type Role = 'owner' | 'admin' | 'developer';

/** Somebody who works on apps. */
export interface Worker {
  readonly person: Person;
  readonly api: Api;
}

/** Somebody new with a login who belongs to no company and to no app, signed in to manage apps. */
export async function aWorker(app: TestApp): Promise<Worker> {
  const person = await aPerson(app);
  return { person, api: await signedIn(app, person, [], 'apps:manage') };
}

/** Invites an address; the invitation. */
export async function invited(
  by: Api,
  { path }: AnApp,
  email: string,
  role: Role = 'developer',
): Promise<{ id: number }> {
  return expectStatus(await by.post(`${path}/collaborators`, { email, role }), 201).body;
}

export const acceptPath = (id: number): string => `/me/app_invitations/${id}/accept`;

/** Somebody new on the team of an app, by invitation. */
export async function aTeammate(app: TestApp, by: Api, mine: AnApp, role: Role = 'developer'): Promise<Worker> {
  const worker = await aWorker(app);
  const { id } = await invited(by, mine, worker.person.email, role);
  expectStatus(await worker.api.post(acceptPath(id)), 200);
  return worker;
}

/** Who is on the team, in what role. */
export async function teamOf(by: Api, { path }: AnApp): Promise<Record<number, Role>> {
  const { body } = expectStatus(await by.get(`${path}/collaborators`), 200);
  const team = body as { user_id: number; role: Role }[];
  return Object.fromEntries(team.map(({ user_id, role }) => [user_id, role]));
}

/** A member of an app's sandbox company as it is stored. */
export async function sandboxMember(
  app: TestApp,
  { sandbox_company_id }: AnApp,
  userId: number,
): Promise<{ role: string; status: string; levels: string } | undefined> {
  const sql = 'SELECT role, status, levels FROM members WHERE company_id = ? AND principal_id = ?';
  const [row] = await app.database.query<{ role: string; status: string; levels: string }>(sql, [
    sandbox_company_id,
    userId,
  ]);
  return row;
}
