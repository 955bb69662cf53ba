import type { INestApplicationContext } from '@nestjs/common';
import {
  type Company,
  Companies,
  memberName,
  Members,
  type Project,
  ProjectMembers,
  Projects,
} from '../directory/index.js';
import { Users } from '../identity/index.js';
import { randomBase62 } from '../shared/index.js';
import type { DemoUser } from './demo-facts.js';

export interface DemoPeople {
  readonly users: Readonly<Record<'admin' | 'member' | 'developer' | 'outsider', DemoUser>>;
  readonly companies: Readonly<Record<'main' | 'other' | 'sandbox', Company>>;
  readonly projects: Readonly<Record<'tower' | 'bridge' | 'depot', Project>>;
}

const PASSWORD_LENGTH = 16;

const NAMES: Readonly<Record<keyof DemoPeople['users'], string>> = {
  admin: 'Alba Administrator',
  member: 'Marco Member',
  developer: 'Dora Developer',
  outsider: 'Otto Outsider',
};

async function createUser(app: INestApplicationContext, key: keyof DemoPeople['users']): Promise<DemoUser> {
  const email = `${key}@demo.test`;
  const password = randomBase62(PASSWORD_LENGTH);
  const { id } = await app.get(Users).create({ name: NAMES[key], email, password });
  return { id, email, password };
}

/** People, companies and projects of demo.md, with who may do what. */
export async function seedPeople(app: INestApplicationContext): Promise<DemoPeople> {
  const users = {
    admin: await createUser(app, 'admin'),
    member: await createUser(app, 'member'),
    developer: await createUser(app, 'developer'),
    outsider: await createUser(app, 'outsider'),
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
  const add = (company: Company, user: keyof DemoPeople['users'], role: 'admin' | 'member'): Promise<unknown> => {
    const { id, email } = users[user];
    return app.get(Members).add(company.id, id, { role, email, ...memberName(NAMES[user]) });
  };
  for (const company of Object.values(companies)) await add(company, 'admin', 'admin');
  await add(companies.main, 'member', 'member');
  await add(companies.other, 'outsider', 'member');
  await app.get(ProjectMembers).addToProject(projects.tower.id, users.member.id, {
    levels: { 'project.rfis': 'read_only' },
  });
}
