import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MOST_APPS } from '../../src/apps/index.js';
import { Users } from '../../src/identity/index.js';
import { AppBlocking, runCommandLine } from '../../src/operations/index.js';
import { aPerson, outcome, wrongFields } from '../directory/people.js';
import { credentials, tokenRequest } from '../support/flows.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anApp, type AnApp, appFields, aPromotedVersion, aTestedVersion } from './an-app.js';
import { type Api, as, auditOf, expectStatus } from './api.js';
import { acceptPath, aTeammate, aWorker, invited, type Role, sandboxMember, teamOf, type Worker } from './team.js';

const DAY = 24 * 3_600_000;

let app: TestApp;
let owner: Api;
let ownerId: number;
let admin: Api;

beforeAll(async () => {
  app = await startApp();
  owner = await as(app, 'developer');
  ownerId = app.demo.users.developer.id;
  admin = await as(app, 'admin');
});
afterAll(() => app.close());

const transfer = (by: Api, { path }: AnApp, user_id: unknown) => by.post(`${path}/transfer`, { user_id });
const ownersOf = (team: Record<number, Role>): string[] =>
  Object.keys(team).filter((id) => team[Number(id)] === 'owner');
const statuses = (answers: readonly { status: number }[]): number[] => answers.map(({ status }) => status).sort();

describe('POST /apps/{id}/transfer', () => {
  it('makes a collaborator the owner, and the owner an admin, from the next call on', async () => {
    const mine = await anApp(owner);
    const { person, api } = await aTeammate(app, owner, mine);
    expect(expectStatus(await transfer(owner, mine, person.id), 200).body).toMatchObject({
      id: mine.id,
      role: 'admin',
    });
    expect(await teamOf(owner, mine)).toEqual({ [ownerId]: 'admin', [person.id]: 'owner' });
    expect(outcome(await transfer(owner, mine, person.id))).toEqual([403, 'insufficient_role']);
    expect(outcome(await owner.delete(mine.path))).toEqual([403, 'insufficient_role']);
    expect((await api.delete(`${mine.path}/collaborators/${ownerId}`)).status).toBe(204);
    expect((await owner.get(mine.path)).status).toBe(404);
    const transferred = (await auditOf(app, 'app', mine.id)).filter(({ action }) => action === 'app.transferred');
    expect(transferred).toEqual([
      { action: 'app.transferred', text: `{"owner_id":${ownerId}} {"owner_id":${person.id}}` },
    ]);
  });

  it('leaves one owner when two transfers race', async () => {
    for (let round = 0; round < 6; round++) {
      const mine = await anApp(owner);
      const people = [await aTeammate(app, owner, mine), await aTeammate(app, owner, mine, 'admin')];
      const answers = await Promise.all(people.map(({ person }) => transfer(owner, mine, person.id)));
      expect(statuses(answers)).toEqual([200, 403]);
      const winner = people[answers.findIndex(({ status }) => status === 200)];
      expect(ownersOf(await teamOf(owner, mine))).toEqual([String(winner.person.id)]);
    }
  });

  it('leaves one owner when the new one leaves or is removed at the same moment', async () => {
    for (let round = 0; round < 6; round++) {
      const mine = await anApp(owner);
      const { person, api } = await aTeammate(app, owner, mine);
      const [given, left] = await Promise.all([
        transfer(owner, mine, person.id),
        api.delete(`${mine.path}/collaborators/${person.id}`),
      ]);
      expect([
        [200, 409],
        [422, 204],
      ]).toContainEqual([given.status, left.status]);
      expect(ownersOf(await teamOf(owner, mine))).toHaveLength(1);
    }
  });

  it.each<[string, (worker: Worker) => unknown]>([
    ['a stranger', () => app.demo.users.member.id],
    ['nobody', () => 987_654_321],
    ['the owner', () => ownerId],
    ['an id in letters', ({ person }) => String(person.id)],
    ['nothing', () => undefined],
  ])('refuses %s', async (_, target) => {
    const mine = await anApp(owner);
    const worker = await aTeammate(app, owner, mine);
    expect(wrongFields(await transfer(owner, mine, target(worker)))).toEqual(['user_id']);
    expect(ownersOf(await teamOf(owner, mine))).toEqual([String(ownerId)]);
  });

  it('refuses somebody who is invited only, and somebody whom the operator blocked', async () => {
    const mine = await anApp(owner);
    const { person } = await aTeammate(app, owner, mine);
    await app.app.get(Users).block(person.id);
    expect(wrongFields(await transfer(owner, mine, person.id))).toEqual(['user_id']);
    const guest = await aPerson(app);
    await invited(owner, mine, guest.email);
    expect(wrongFields(await transfer(owner, mine, guest.id))).toEqual(['user_id']);
  });
});

describe('DELETE /apps/{id}', () => {
  const mint = ({ sandbox: { client_id, client_secret } }: AnApp) =>
    tokenRequest(app, {
      grant_type: 'client_credentials',
      ...credentials({ client_id, client_secret: client_secret ?? '' }),
    });

  const aDeletableApp = (): Promise<AnApp> => anApp(owner, { grant_types: ['client_credentials'], redirect_uris: [] });

  it('ends its credentials at once and closes its sandbox, and leaves it to be looked at', async () => {
    const mine = await aDeletableApp();
    await aTestedVersion(owner, mine);
    const mate = await aTeammate(app, owner, mine);
    const guest = await aWorker(app);
    const { id } = await invited(owner, mine, guest.person.email);
    const { access_token } = expectStatus(await mint(mine), 200).body;
    expect((await owner.delete(mine.path)).status).toBe(204);
    expect((await mint(mine)).body.error).toBe('invalid_client');
    const dead = await fetch(`${app.url}/rest/v1.0/companies`, {
      headers: { Authorization: `Bearer ${access_token}` },
    });
    expect(dead.status).toBe(401);
    for (const api of [owner, mate.api]) expect((await api.get(mine.path)).body).toMatchObject({ status: 'deleted' });
    const list = (await owner.get('/apps?per_page=300')).body as AnApp[];
    expect(list.map((one) => one.id)).not.toContain(mine.id);
    expect((await guest.api.post(acceptPath(id))).status).toBe(404);
    const [company] = await app.database.query('SELECT active FROM companies WHERE id = ?', [mine.sandbox_company_id]);
    expect(Number((company as { active: number }).active)).toBe(0);
    const events = (await auditOf(app, 'app', mine.id)).filter(({ action }) => action === 'app.deleted');
    expect(events).toEqual([{ action: 'app.deleted', text: '{"status":"active"} {"status":"deleted"}' }]);
  });

  it('leaves nothing that could be changed, and cannot be undone by unblocking', async () => {
    const mine = await aDeletableApp();
    const path = await aTestedVersion(owner, mine);
    const { sandbox_version_key } = (await owner.get(path)).body;
    expectStatus(await owner.delete(mine.path), 204);
    const attempts = [
      await owner.delete(mine.path),
      await owner.patch(mine.path, { name: 'Back' }),
      await owner.post(`${path}/promote`, { release_notes: 'x' }),
      await owner.post(`${mine.path}/collaborators`, { email: 'dana@example.com', role: 'admin' }),
      await owner.post(`${mine.path}/clients/${mine.sandbox.client_id}/secrets`, {}),
    ];
    expect(attempts.map(outcome)).toEqual(attempts.map(() => [409, 'app_deleted']));
    for (const operator of [app.app.get(AppBlocking).block(mine.uid), app.app.get(AppBlocking).unblock(mine.uid)]) {
      await expect(operator).rejects.toMatchObject({ code: 'not_found' });
    }
    const answer = await admin.post(`/companies/${app.demo.companies.sandbox.id}/app_installations`, {
      version_key: sandbox_version_key,
    });
    expect(wrongFields(answer)).toEqual(['version_key']);
    expect((await mint(mine)).body.error).toBe('invalid_client');
  });

  it('is refused once a version was promoted, also when it was withdrawn since', async () => {
    const mine = await anApp(owner);
    await aPromotedVersion(owner, mine);
    const first = await owner.delete(mine.path);
    expect([...outcome(first), first.body.reason]).toEqual([409, 'app_in_use', 'promoted']);
    expectStatus(await owner.post(`${mine.path}/versions/1.0.0/withdraw`, { reason: 'Broken.' }), 200);
    expect(outcome(await owner.delete(mine.path))).toEqual([409, 'app_in_use']);
    expect((await owner.get(mine.path)).body.status).toBe('active');
  });

  it('is refused while a company has the app, and possible after it was uninstalled there', async () => {
    const { sandbox } = app.demo.companies;
    const mine = await anApp(owner);
    const path = await aTestedVersion(owner, mine);
    const { sandbox_version_key: version_key } = (await owner.get(path)).body;
    const installed = expectStatus(
      await admin.post(`/companies/${sandbox.id}/app_installations`, { version_key }),
      201,
    ).body;
    const refused = await owner.delete(mine.path);
    expect([...outcome(refused), refused.body.reason]).toEqual([409, 'app_in_use', 'installed']);
    const status = (text: string) => ({ company_id: sandbox.id, app_installation: { status: text } });
    expectStatus(await admin.patch(`/app_installations/${installed.id}`, status('uninstalled')), 200);
    expect((await owner.delete(mine.path)).status).toBe(204);
    expect((await admin.patch(`/app_installations/${installed.id}`, status('installed'))).status).toBe(404);
  });

  it('never deletes what is installed at the same moment', async () => {
    const { sandbox } = app.demo.companies;
    for (let round = 0; round < 6; round++) {
      const mine = await anApp(owner);
      const path = await aTestedVersion(owner, mine);
      const { sandbox_version_key: version_key } = (await owner.get(path)).body;
      const [deleted, installed] = await Promise.all([
        owner.delete(mine.path),
        admin.post(`/companies/${sandbox.id}/app_installations`, { version_key }),
      ]);
      expect([deleted.status === 204, installed.status === 201].filter(Boolean)).toHaveLength(1);
    }
  });

  it('happens once, or the promotion does', async () => {
    for (let round = 0; round < 4; round++) {
      const mine = await anApp(owner);
      const path = await aTestedVersion(owner, mine);
      const [deleted, promoted] = await Promise.all([
        owner.delete(mine.path),
        owner.post(`${path}/promote`, { release_notes: 'x' }),
      ]);
      expect([deleted.status === 204, promoted.status === 200].filter(Boolean)).toHaveLength(1);
    }
  });
});

describe('the number of apps of a person', () => {
  const fill = async (userId: number, count: number): Promise<void> => {
    const now = await app.database.now();
    for (let n = 0; n < count; n++) {
      await app.database.execute(
        `INSERT INTO apps (uid, name, description, publisher, status, created_by, created_at, updated_at)
         VALUES (?, 'Filler', '', 'Filler', 'active', ?, ?, ?)`,
        [`${userId}-${n}`, userId, now, now],
      );
    }
  };

  it('has an end, also for those who register several at once, or give them away', async () => {
    const { person, api } = await aWorker(app);
    const mine = await anApp(api);
    const mate = await aTeammate(app, api, mine);
    expectStatus(await transfer(api, mine, mate.person.id), 200);
    await fill(person.id, MOST_APPS - 2);
    const register = () => api.post('/apps', appFields());
    expect(statuses(await Promise.all([register(), register(), register()]))).toEqual([201, 409, 409]);
    expect(outcome(await register())).toEqual([409, 'too_many_apps']);
    const companies = await app.database.query('SELECT 1 FROM members WHERE principal_id = ?', [person.id]);
    expect(companies).toHaveLength(2);
  });

  it('counts a deleted one until thirty days after its registration', async () => {
    const { person, api } = await aWorker(app);
    const mine = await anApp(api);
    await fill(person.id, MOST_APPS - 1);
    expectStatus(await api.delete(mine.path), 204);
    expect(outcome(await api.post('/apps', appFields()))).toEqual([409, 'too_many_apps']);
    await app.database.execute('UPDATE apps SET created_at = created_at - ? WHERE id = ?', [31 * DAY, mine.id]);
    expect((await api.post('/apps', appFields())).status).toBe(201);
  });
});

describe('an operator', () => {
  const give = async ({ uid }: AnApp, email: string): Promise<[number, string]> => {
    const lines: string[] = [];
    const say = (line: string): number => lines.push(line);
    const code = await runCommandLine(['app', 'transfer', '--uid', uid, '--email', email], {
      print: say,
      complain: say,
      open: async () => ({ get: (type) => app.app.get(type), close: async () => undefined }),
    });
    return [code, lines.join(' ')];
  };

  it('gives the app of somebody who is blocked to one who was not on the team, sandbox included', async () => {
    const [boss, heir] = [await aWorker(app), await aWorker(app)];
    const mine = await anApp(boss.api);
    await app.app.get(Users).block(boss.person.id);
    expect((await heir.api.get(mine.path)).status).toBe(404);
    expect((await give(mine, heir.person.email.toUpperCase()))[0]).toBe(0);
    expect(await teamOf(heir.api, mine)).toEqual({ [boss.person.id]: 'admin', [heir.person.id]: 'owner' });
    expect(await sandboxMember(app, mine, heir.person.id)).toMatchObject({ status: 'active', role: 'admin' });
    expect((await heir.api.delete(`${mine.path}/collaborators/${boss.person.id}`)).status).toBe(204);
    const told = (await auditOf(app, 'app', mine.id)).filter(({ action }) => action === 'app.transferred');
    expect(told.map(({ text }) => text)).toEqual([`{"owner_id":${boss.person.id}} {"owner_id":${heir.person.id}}`]);
    expect(await give(mine, heir.person.email)).toEqual([0, 'The app belonged to this user already.']);
  });

  it('makes a collaborator the owner, of a blocked app too', async () => {
    const mine = await anApp(owner);
    const mate = await aTeammate(app, owner, mine);
    await app.app.get(AppBlocking).block(mine.uid);
    expect((await give(mine, mate.person.email))[0]).toBe(0);
    expect(ownersOf(await teamOf(owner, mine))).toEqual([String(mate.person.id)]);
  });

  it('gives nothing to somebody blocked or unknown, and nothing that there is not', async () => {
    const [mine, gone] = [await anApp(owner), await anApp(owner)];
    const { email, id } = await aPerson(app);
    await app.app.get(Users).block(id);
    expectStatus(await owner.delete(gone.path), 204);
    const { email: able } = await aPerson(app);
    for (const [target, to] of [
      [mine, email],
      [mine, 'ghost@example.com'],
      [gone, able],
      [{ ...mine, uid: '00000000-0000-4000-8000-000000000000' }, able],
      [{ ...mine, uid: "' OR 1=1 --" }, able],
    ] as const) {
      expect((await give(target, to))[0]).toBe(1);
    }
    expect(ownersOf(await teamOf(owner, mine))).toEqual([String(ownerId)]);
  });

  it('and a transfer by the owner at the same moment leave one owner', async () => {
    for (let round = 0; round < 4; round++) {
      const mine = await anApp(owner);
      const [mate, heir] = [await aTeammate(app, owner, mine), await aPerson(app)];
      await Promise.all([transfer(owner, mine, mate.person.id), give(mine, heir.email)]);
      expect(ownersOf(await teamOf(owner, mine))).toEqual([String(heir.id)]);
    }
  });
});

describe('a team without its owner', () => {
  it('goes on: the operator blocked them, and admins still manage app and sandbox', async () => {
    const boss = await aWorker(app);
    const mine = await anApp(boss.api);
    const [first, second] = [
      await aTeammate(app, boss.api, mine, 'admin'),
      await aTeammate(app, boss.api, mine, 'admin'),
    ];
    await app.app.get(Users).block(boss.person.id);
    expect((await first.api.delete(`${mine.path}/collaborators/${second.person.id}`)).status).toBe(204);
    expect(await sandboxMember(app, mine, second.person.id)).toMatchObject({ status: 'inactive' });
    // The last administrator of the sandbox company stays.
    expect(outcome(await first.api.delete(`${mine.path}/collaborators/${first.person.id}`))).toEqual([
      409,
      'last_administrator',
    ]);
  });
});
