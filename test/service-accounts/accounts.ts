import { type Api, expectStatus } from '../apps/api.js';

/** A service account that was just made. */
export interface NewAccount {
  readonly id: number;
  readonly client_id: string;
  readonly client_secret: string;
  readonly path: string;
}

let count = 0;

/** Creates a service account. */
export async function anAccount(admin: Api, companyId: number, fields: object = {}): Promise<NewAccount> {
  const base = `/companies/${companyId}/service_accounts`;
  const name = `Export ${++count}`;
  const body = { name, description: 'Copies RFIs.', contact_email: 'integrations@example.com', ...fields };
  const created = expectStatus(await admin.post(base, body), 201).body;
  return { ...created, path: `${base}/${created.id}` };
}

/** One that may work on RFIs in a project. */
export async function aWorkingAccount(admin: Api, companyId: number, projectId: number): Promise<NewAccount> {
  const account = await anAccount(admin, companyId);
  const levels = { 'project.rfis': 'standard' };
  expectStatus(await admin.put(`${account.path}/projects/${projectId}`, { levels }), 200);
  return account;
}
