import type { INestApplicationContext } from '@nestjs/common';
import { type Company, Companies, Members, type Project, ProjectMembers, Projects } from '../directory/index.js';
import { Users } from '../identity/index.js';
import { randomBase62 } from '../shared/index.js';
import type { DemoUser } from './demo-facts.js';

export interface DemoPeople {
  readonly users: Readonly<Record<'admin' | 'member' | 'developer' | 'outsider', DemoUser>>;
  readonly companies: Readonly<Record<'main' | 'other' | 'sandbox', Company>>;
  readonly projects: Readonly<Record<'tower' | 'bridge' | 'depot', Project>>;
}

const PASSWORD_LENGTH = 16;

async function createUser(app: INestApplicationContext, name: string, email: string): Promise<DemoUser> {
  const password = randomBase62(PASSWORD_LENGTH);
  const { id } = await app.get(Users).create({ name, email, password });
  return { id, email, password };
}

/** People, companies and projects of demo.md, with who may do what. */
export async function seedPeople(app: INestApplicationContext): Promise<DemoPeople> {
  const users = {
    admin: await createUser(app, 'Alba Administrator', 'admin@demo.test'),
    member: await createUser(app, 'Marco Member', 'member@demo.test'),
    developer: await createUser(app, 'Dora Developer', 'developer@demo.test'),
    outsider: await createUser(app, 'Otto Outsider', 'outsider@demo.test'),
  };
  const companies = {
    main: await app.get(Companies).create({ name: 'Harbour Construction', environment: 'production' }),
    other: await app.get(Companies).create({ name: 'Other Builders', environment: 'production' }),
    sandbox: await app.get(Companies).create({ name: 'Harbour Sandbox', environment: 'sandbox' }),
  };
  const projects = {
    tower: await app.get(Projects).create(companies.main.id, { name: 'Harbour Tower' }),
    bridge: await app.get(Projects).create(companies.main.id, { name: 'North Bridge' }),
    depot: await app.get(Projects).create(companies.other.id, { name: 'Depot' }),
  };
  await seedMembers(app, { users, companies, projects });
  return { users, companies, projects };
}

async function seedMembers(app: INestApplicationContext, { users, companies, projects }: DemoPeople): Promise<void> {
  const add = (company: Company, user: DemoUser, lastName: string, role: 'admin' | 'member'): Promise<unknown> =>
    app.get(Members).add(company.id, user.id, { role, lastName, email: user.email });
  for (const company of Object.values(companies)) await add(company, users.admin, 'Administrator', 'admin');
  await add(companies.main, users.member, 'Member', 'member');
  await add(companies.other, users.outsider, 'Outsider', 'member');
  await app.get(ProjectMembers).addToProject(projects.tower.id, users.member.id, {
    levels: { 'project.rfis': 'read_only' },
  });
}
