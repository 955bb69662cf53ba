import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linkIn, mailsArrived, mailsTo, readable, allSent, type Received } from '../accounts/mailbox.js';
import { aPerson, outcome } from '../directory/people.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { anApp, type AnApp } from './an-app.js';
import { type Api, as, expectStatus } from './api.js';
import { aTeammate, aWorker, invited, teamOf } from './team.js';

let app: TestApp;
let owner: Api;

beforeAll(async () => {
  app = await startApp();
  owner = await as(app, 'developer');
});
afterAll(() => app.close());

const invite = (by: Api, { path }: AnApp, email: string) =>
  by.post(`${path}/collaborators`, { email, role: 'developer' });

const withdraw = async (by: Api, { path }: AnApp, id: number): Promise<void> =>
  void expectStatus(await by.delete(`${path}/invitations/${id}`), 204);

describe('an invitation to work on an app', () => {
  it('is mailed alike whether or not there is an account', async () => {
    const mine = await anApp(owner);
    const { email } = await aPerson(app);
    const wordsOf = ({ text, headers }: Received): string[] => [
      readable(headers.subject),
      text.replace(/app_invitations\/\d+/g, 'app_invitations/N'),
    ];
    const told: string[][] = [];
    for (const address of [email, 'nobody-at-all@example.com']) {
      await invited(owner, mine, address);
      const [mail] = await mailsArrived(app, address);
      expect(linkIn(mail, app.configuration.issuer)).toBe('/docs');
      told.push(wordsOf(mail));
    }
    expect(told[0]).toEqual(told[1]);
    expect(told[0][0]).toContain('Field Reports');
  });

  it('tells how to answer it', async () => {
    const mine = await anApp(owner);
    const { person, api } = await aWorker(app);
    await invited(owner, mine, person.email);
    const [{ text }] = await mailsArrived(app, person.email);
    const [, path = ''] = /POST \/rest\/v1\.0(\S+\/accept)/.exec(text) ?? [];
    expectStatus(await api.post(path), 200);
    expect(await teamOf(owner, mine)).toMatchObject({ [person.id]: 'developer' });
  });

  it('is in Spanish for who likes that', async () => {
    const person = await aPerson(app);
    await app.database.execute("UPDATE users SET locale = 'es' WHERE principal_id = ?", [person.id]);
    await invited(owner, await anApp(owner), person.email);
    const [mail] = await mailsArrived(app, person.email);
    expect(readable(mail.headers.subject)).toContain('Invitación a trabajar');
    expect(mail.text).toContain('le invita');
  });

  it('puts no second link into the mail by the name of the app', async () => {
    const mine = await anApp(owner, { name: 'Visit https://evil.example/x <b>now</b>' });
    await invited(owner, mine, 'careful@example.com');
    const [mail] = await mailsArrived(app, 'careful@example.com');
    expect(linkIn(mail, app.configuration.issuer)).toBe('/docs');
    expect(mail.html).not.toContain('<b>');
  });

  it('mails nobody where it is refused', async () => {
    const mine = await anApp(owner);
    const mate = await aTeammate(app, owner, mine);
    await allSent(app);
    const before = (await mailsTo(app, '@')).length;
    expect(outcome(await invite(mate.api, mine, 'unheard@example.com'))).toEqual([403, 'insufficient_role']);
    expect(outcome(await invite(owner, mine, mate.person.email))).toEqual([409, 'duplicate_collaborator']);
    expect((await invite((await aWorker(app)).api, mine, 'unheard@example.com')).status).toBe(404);
    await allSent(app);
    expect(await mailsTo(app, '@')).toHaveLength(before);
  });

  it('fills no mailbox, not by withdrawing and inviting again either', async () => {
    const [mine, next] = [await anApp(owner), await anApp(owner)];
    const email = 'tired@example.com';
    for (let n = 0; n < 5; n++) {
      const { id } = await invited(owner, mine, email);
      expect(outcome(await invite(owner, mine, email))).toEqual([409, 'duplicate_invitation']);
      await withdraw(owner, mine, id);
    }
    const refused = await invite(owner, mine, email);
    expect(outcome(refused)).toEqual([429, 'too_many_invitations']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(23 * 3600);
    expect(expectStatus(await owner.get(`${mine.path}/invitations`), 200).body).toEqual([]);
    await invited(owner, next, email);
    await allSent(app);
    expect(await mailsTo(app, email)).toHaveLength(6);
  });
});
