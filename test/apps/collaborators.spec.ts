import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { aPerson, outcome, through, wrongFields } from '../directory/people.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anApp, type AnApp } from './an-app.js';
import { type Api, as, auditOf, expectStatus } from './api.js';
import { acceptPath, aTeammate, aWorker, invited, type Role, teamOf } from './team.js';

const DAY = 24 * 3_600_000;

let app: TestApp;
let owner: Api;
let ownerId: number;

beforeAll(async () => {
  app = await startApp();
  owner = await as(app, 'developer');
  ownerId = app.demo.users.developer.id;
});
afterAll(() => app.close());

const invite = (by: Api, { path }: AnApp, email: string, role: Role = 'developer') =>
  by.post(`${path}/collaborators`, { email, role });

const openOf = async (by: Api, { path }: AnApp): Promise<string[]> =>
  expectStatus(await by.get(`${path}/invitations`), 200).body.map(({ email }: { email: string }) => email);

const idsOf = (body: readonly { id: number }[]): number[] => body.map(({ id }) => id);

const age = (id: number, ms: number): Promise<number> =>
  app.database.execute('UPDATE app_invitations SET expires_at = expires_at - ? WHERE id = ?', [ms, id]);

const statuses = (answers: readonly { status: number }[]): number[] => answers.map(({ status }) => status).sort();

describe('inviting somebody', () => {
  it('answers the same whether or not the address has an account', async () => {
    const mine = await anApp(owner);
    const { email } = await aPerson(app);
    const [known, unknown] = [await invite(owner, mine, email), await invite(owner, mine, 'nobody@example.com')];
    const shapeOf = ({ status, headers, body }: typeof known): unknown[] => [
      status,
      [...headers].map(([name]) => name).sort(),
      Object.keys(body as object),
      body.role,
      body.invited_by,
      Date.parse(body.expires_at as string) - Date.parse(body.created_at as string),
    ];
    expect(known.status).toBe(201);
    expect(known.body).toMatchObject({ email, role: 'developer', invited_by: ownerId });
    expect(shapeOf(known)).toEqual(shapeOf(unknown));
    expect(shapeOf(known).at(-1)).toBe(14 * DAY);
    expect(await openOf(owner, mine)).toEqual([email, 'nobody@example.com']);
    expect(await teamOf(owner, mine)).toEqual({ [ownerId]: 'owner' });
  });

  it('gives the invited person nothing before they accept', async () => {
    const mine = await anApp(owner);
    const { person, api } = await aWorker(app);
    await invited(owner, mine, person.email, 'admin');
    expect((await api.get(mine.path)).status).toBe(404);
    expect((await api.patch(mine.path, { name: 'Mine' })).status).toBe(404);
  });

  it('refuses an address that is invited, however it is spelt', async () => {
    const mine = await anApp(owner);
    await invited(owner, mine, 'Dana@Example.com');
    for (const email of ['Dana@Example.com', ' dana@example.com ', 'DANA@EXAMPLE.COM', 'ｄana@example.com']) {
      expect(outcome(await invite(owner, mine, email, 'admin'))).toEqual([409, 'duplicate_invitation']);
    }
    expect(await openOf(owner, mine)).toEqual(['Dana@Example.com']);
    await invited(owner, await anApp(owner), 'dana@example.com');
  });

  it('refuses somebody who is on the team, the owner included', async () => {
    const mine = await anApp(owner);
    const { person } = await aTeammate(app, owner, mine);
    for (const email of [person.email.toUpperCase(), app.demo.users.developer.email]) {
      expect(outcome(await invite(owner, mine, email))).toEqual([409, 'duplicate_collaborator']);
    }
  });

  it.each([
    [{ email: 'nobody' }, 'email'],
    [{ email: '' }, 'email'],
    [{ email: 'a b@example.com' }, 'email'],
    [{ email: 'a\u202eb@example.com' }, 'email'],
    [{ email: `${'x'.repeat(250)}@example.com` }, 'email'],
    [{ email: ['dana@example.com'] }, 'email'],
    [{ role: 'owner' }, 'role'],
    [{ role: undefined }, 'role'],
    [{ user_id: 1 }, 'user_id'],
    [{ expires_at: '2099-01-01T00:00:00Z' }, 'expires_at'],
  ])('refuses %j', async (fields, field) => {
    const mine = await anApp(owner);
    const body = { email: 'dana@example.com', role: 'developer', ...fields };
    expect(wrongFields(await owner.post(`${mine.path}/collaborators`, body))).toEqual([field]);
    expect(await openOf(owner, mine)).toEqual([]);
  });

  it('has an end: a team of fifty, invitations counted', async () => {
    const mine = await anApp(owner);
    const now = await app.database.now();
    for (let n = 0; n < 48; n++) {
      await app.database.execute(
        `INSERT INTO app_invitations (app_id, email, email_key, role, invited_by, created_at, expires_at)
         VALUES (?, ?, ?, 'developer', ?, ?, ?)`,
        [mine.id, `n${n}@example.com`, `n${n}@example.com`, ownerId, now, now + DAY],
      );
    }
    const many = ['a', 'b', 'c'].map((name) => invite(owner, mine, `${name}@example.com`));
    expect(statuses(await Promise.all(many))).toEqual([201, 409, 409]);
    expect(outcome(await invite(owner, mine, 'd@example.com'))).toEqual([409, 'too_many_collaborators']);
  });

  it('makes one invitation when many ask at once', async () => {
    const mine = await anApp(owner);
    const ask = () => invite(owner, mine, 'dana@example.com');
    expect(statuses(await Promise.all([ask(), ask(), ask(), ask()]))).toEqual([201, 409, 409, 409]);
  });
});

describe('an invitation', () => {
  it('shows to the account of its address alone, with what it is for', async () => {
    const mine = await anApp(owner, { name: 'Invited to', publisher: 'Example Ltd' });
    const [dana, eve] = [await aWorker(app), await aWorker(app)];
    const { id } = await invited(owner, mine, dana.person.email.toUpperCase(), 'admin');
    const [own] = expectStatus(await dana.api.get('/me/app_invitations'), 200).body;
    expect(own).toMatchObject({
      id,
      role: 'admin',
      app: { id: mine.id, name: 'Invited to', publisher: 'Example Ltd' },
      invited_by: 'Dora Developer',
    });
    expect((await eve.api.get('/me/app_invitations')).body).toEqual([]);
    for (const answer of ['accept', 'decline']) {
      expect((await eve.api.post(`/me/app_invitations/${id}/${answer}`)).status).toBe(404);
      expect((await owner.post(`/me/app_invitations/${id}/${answer}`)).status).toBe(404);
    }
    expect(await teamOf(owner, mine)).toEqual({ [ownerId]: 'owner' });
  });

  it('lets the person in, from the next call on, and leaves one event each', async () => {
    const mine = await anApp(owner);
    const { person, api } = await aWorker(app);
    const { id } = await invited(owner, mine, person.email, 'admin');
    expect(expectStatus(await api.post(acceptPath(id)), 200).body).toMatchObject({ id: mine.id, role: 'admin' });
    expect((await api.patch(mine.path, { name: 'Ours' })).body).toMatchObject({ name: 'Ours', role: 'admin' });
    expect(idsOf((await api.get('/apps')).body)).toEqual([mine.id]);
    expect(await openOf(owner, mine)).toEqual([]);
    expect((await auditOf(app, 'app_invitation', id)).map(({ action }) => action)).toEqual(['app_invitation.created']);
    const events = await auditOf(app, 'app_collaborator', `${mine.id}:${person.id}`);
    expect(events).toEqual([{ action: 'app_collaborator.added', text: `null {"role":"admin","invitation_id":${id}}` }]);
  });

  it('is accepted once when many try, and not again', async () => {
    const mine = await anApp(owner);
    const { person, api } = await aWorker(app);
    const { id } = await invited(owner, mine, person.email);
    const accept = () => api.post(acceptPath(id));
    expect(statuses(await Promise.all([accept(), accept(), accept()]))).toEqual([200, 404, 404]);
    expect((await accept()).status).toBe(404);
    expect((await auditOf(app, 'app_collaborator', `${mine.id}:${person.id}`)).length).toBe(1);
  });

  it('is accepted or withdrawn or declined, never two of them', async () => {
    for (let round = 0; round < 6; round++) {
      const mine = await anApp(owner);
      const { person, api } = await aWorker(app);
      const { id } = await invited(owner, mine, person.email);
      const [accepted, withdrawn, declined] = await Promise.all([
        api.post(acceptPath(id)),
        owner.delete(`${mine.path}/invitations/${id}`),
        api.post(`/me/app_invitations/${id}/decline`),
      ]);
      const won = [accepted.status === 200, withdrawn.status === 204, declined.status === 204];
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(Object.keys(await teamOf(owner, mine))).toHaveLength(accepted.status === 200 ? 2 : 1);
    }
  });

  it('runs out after fourteen days, and the address can be invited again', async () => {
    const mine = await anApp(owner);
    const { person, api } = await aWorker(app);
    const { id } = await invited(owner, mine, person.email);
    await age(id, 14 * DAY - 60_000);
    expect(idsOf((await api.get('/me/app_invitations')).body)).toEqual([id]);
    await age(id, 60_000);
    expect((await api.get('/me/app_invitations')).body).toEqual([]);
    expect(await openOf(owner, mine)).toEqual([]);
    expect((await api.post(acceptPath(id))).status).toBe(404);
    expect((await api.post(`/me/app_invitations/${id}/decline`)).status).toBe(404);
    expect((await owner.delete(`${mine.path}/invitations/${id}`)).status).toBe(404);
    const again = await invited(owner, mine, person.email);
    expect((await api.post(acceptPath(again.id))).status).toBe(200);
  });

  it('can be withdrawn and declined, and is gone then', async () => {
    const mine = await anApp(owner);
    const { person, api } = await aWorker(app);
    const first = await invited(owner, mine, person.email);
    expect((await owner.delete(`${mine.path}/invitations/${first.id}`)).status).toBe(204);
    expect((await api.post(acceptPath(first.id))).status).toBe(404);
    const second = await invited(owner, mine, person.email);
    expect((await api.post(`/me/app_invitations/${second.id}/decline`)).status).toBe(204);
    expect((await api.post(acceptPath(second.id))).status).toBe(404);
    const actions = [
      ...(await auditOf(app, 'app_invitation', first.id)),
      ...(await auditOf(app, 'app_invitation', second.id)),
    ];
    expect(actions.map(({ action }) => action)).toEqual([
      'app_invitation.created',
      'app_invitation.withdrawn',
      'app_invitation.created',
      'app_invitation.declined',
    ]);
  });

  it('of another app cannot be withdrawn', async () => {
    const [mine, another] = [await anApp(owner), await anApp(owner)];
    const { id } = await invited(owner, another, 'dana@example.com');
    expect((await owner.delete(`${mine.path}/invitations/${id}`)).status).toBe(404);
    expect(await openOf(owner, another)).toEqual(['dana@example.com']);
  });

  it('goes with the power of who wrote it: removed, demoted or blocked', async () => {
    for (const end of ['removed', 'demoted', 'blocked'] as const) {
      const mine = await anApp(owner);
      const inviter = await aTeammate(app, owner, mine, 'admin');
      const guest = await aWorker(app);
      const { id } = await invited(inviter.api, mine, guest.person.email, 'admin');
      const path = `${mine.path}/collaborators/${inviter.person.id}`;
      if (end === 'removed') expectStatus(await owner.delete(path), 204);
      if (end === 'demoted') expectStatus(await owner.patch(path, { role: 'developer' }), 200);
      if (end === 'blocked') await app.app.get(Users).block(inviter.person.id);
      expect([end, (await guest.api.get('/me/app_invitations')).body]).toEqual([end, []]);
      expect([end, (await guest.api.post(acceptPath(id))).status]).toEqual([end, 404]);
    }
  });

  it('to a blocked app cannot be accepted, only declined', async () => {
    const mine = await anApp(owner);
    const { person, api } = await aWorker(app);
    const { id } = await invited(owner, mine, person.email);
    await app.database.execute("UPDATE apps SET status = 'blocked' WHERE id = ?", [mine.id]);
    expect(outcome(await api.post(acceptPath(id)))).toEqual([403, 'app_blocked']);
    expect((await api.post(`/me/app_invitations/${id}/decline`)).status).toBe(204);
  });

  it('cannot be seen or answered through an app, nor without the scope', async () => {
    const mine = await anApp(owner);
    const person = app.demo.users.member;
    const { id } = await invited(owner, mine, person.email);
    const apps = [await through(app, 'web_app', person), await as(app, 'member', 'tools:admin directory:manage')];
    for (const api of apps) {
      for (const answer of [
        await api.get('/me/app_invitations'),
        await api.post(acceptPath(id)),
        await api.post(`/me/app_invitations/${id}/decline`),
      ]) {
        expect(outcome(answer)).toEqual([403, 'insufficient_scope']);
      }
    }
    expect(await openOf(owner, mine)).toEqual([person.email]);
  });
});

describe('the roles of a team', () => {
  it('let a developer read, an admin change and manage all but the owner', async () => {
    const mine = await anApp(owner);
    const [admin, another, developer] = [
      await aTeammate(app, owner, mine, 'admin'),
      await aTeammate(app, owner, mine, 'admin'),
      await aTeammate(app, owner, mine, 'developer'),
    ];
    const at = (id: number): string => `${mine.path}/collaborators/${id}`;
    const refused = [
      await invite(developer.api, mine, 'dana@example.com'),
      await developer.api.patch(at(developer.person.id), { role: 'admin' }),
      await developer.api.patch(at(another.person.id), { role: 'developer' }),
      await developer.api.delete(at(another.person.id)),
      await developer.api.post(`${mine.path}/transfer`, { user_id: developer.person.id }),
      await admin.api.post(`${mine.path}/transfer`, { user_id: admin.person.id }),
      await admin.api.delete(mine.path),
    ];
    expect(refused.map(outcome)).toEqual(refused.map(() => [403, 'insufficient_role']));
    expect(await teamOf(developer.api, mine)).toEqual({
      [ownerId]: 'owner',
      [admin.person.id]: 'admin',
      [another.person.id]: 'admin',
      [developer.person.id]: 'developer',
    });
    expect((await admin.api.patch(at(developer.person.id), { role: 'admin' })).body.role).toBe('admin');
    expect((await developer.api.patch(mine.path, { name: 'Ours' })).status).toBe(200);
    expect((await admin.api.patch(at(another.person.id), { role: 'developer' })).status).toBe(200);
    expect(outcome(await another.api.patch(mine.path, { name: 'Mine' }))).toEqual([403, 'insufficient_role']);
    expect((await admin.api.delete(at(another.person.id))).status).toBe(204);
    expect((await another.api.get(mine.path)).status).toBe(404);
  });

  it('leave the owner where they are, whoever asks', async () => {
    const mine = await anApp(owner);
    const admin = await aTeammate(app, owner, mine, 'admin');
    const path = `${mine.path}/collaborators/${ownerId}`;
    for (const api of [owner, admin.api]) {
      expect(outcome(await api.delete(path))).toEqual([409, 'last_owner']);
      expect(outcome(await api.patch(path, { role: 'developer' }))).toEqual([409, 'last_owner']);
    }
    expect(wrongFields(await owner.patch(path, { role: 'owner' }))).toEqual(['role']);
    expect(await teamOf(owner, mine)).toMatchObject({ [ownerId]: 'owner' });
  });

  it('let everybody but the owner leave', async () => {
    const mine = await anApp(owner);
    for (const role of ['developer', 'admin'] as const) {
      const { person, api } = await aTeammate(app, owner, mine, role);
      expect((await api.delete(`${mine.path}/collaborators/${person.id}`)).status).toBe(204);
      expect((await api.get(mine.path)).status).toBe(404);
      expect((await owner.get(`${mine.path}/collaborators/${person.id}`)).status).toBe(404);
      const events = await auditOf(app, 'app_collaborator', `${mine.id}:${person.id}`);
      expect(events.at(-1)).toEqual({ action: 'app_collaborator.removed', text: `{"role":"${role}"} null` });
    }
  });

  it('change once and are recorded once', async () => {
    const mine = await anApp(owner);
    const { person } = await aTeammate(app, owner, mine);
    const path = `${mine.path}/collaborators/${person.id}`;
    await Promise.all([owner.patch(path, { role: 'admin' }), owner.patch(path, { role: 'admin' })]);
    expectStatus(await owner.patch(path, { role: 'admin' }), 200);
    const events = await auditOf(app, 'app_collaborator', `${mine.id}:${person.id}`);
    expect(events.map(({ action }) => action)).toEqual(['app_collaborator.added', 'app_collaborator.role_changed']);
    expect(events[1].text).toBe('{"role":"developer"} {"role":"admin"}');
  });

  it('do not survive their removal by a call that was waiting for it', async () => {
    for (let round = 0; round < 5; round++) {
      const mine = await anApp(owner);
      const { person, api } = await aTeammate(app, owner, mine, 'admin');
      const path = `${mine.path}/collaborators/${person.id}`;
      const [removed, kept] = await Promise.all([owner.delete(path), api.patch(path, { role: 'developer' })]);
      expect(removed.status).toBe(204);
      expect([200, 404]).toContain(kept.status);
      expect(await teamOf(owner, mine)).toEqual({ [ownerId]: 'owner' });
    }
  });

  it('are nothing to somebody whom the operator blocked', async () => {
    const mine = await anApp(owner);
    const { person, api } = await aTeammate(app, owner, mine, 'admin');
    await app.app.get(Users).block(person.id);
    expect((await api.patch(mine.path, { name: 'Mine' })).status).toBe(401);
    expect((await owner.get(`${mine.path}/collaborators/${person.id}`)).body).toMatchObject({ is_active: false });
  });

  it('are of those who work on the app, and of nobody else', async () => {
    const mine = await anApp(owner);
    for (const id of [app.demo.users.admin.id, 987_654_321, app.demo.service_account.id]) {
      const path = `${mine.path}/collaborators/${id}`;
      expect((await owner.get(path)).status).toBe(404);
      expect((await owner.patch(path, { role: 'admin' })).status).toBe(404);
      expect((await owner.delete(path)).status).toBe(404);
    }
  });
});
