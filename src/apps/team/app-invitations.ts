import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan } from 'typeorm';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { emailKey } from '../../identity/index.js';
import { type Bucket, Limits } from '../../limits/index.js';
import { invalidFields, notFound, Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { AppCollaborator } from '../app-collaborator.entity.js';
import { AppTeam } from '../app-team.js';
import { duplicateCollaborator, duplicateInvitation, teamFull, tooManyInvitations } from '../apps.errors.js';
import { AppInvitationMail } from './app-invitation-mail.js';
import { AppInvitation, type InvitedRole } from './app-invitation.entity.js';

const DAY_SECONDS = 24 * 3_600;
const LIFETIME_MS = 14 * DAY_SECONDS * 1_000;
/** Collaborators and open invitations of one app. */
export const LARGEST_TEAM = 50;
/** Mails of a day: to one address for one app, to one address for all apps, and of one person. */
export const MOST_APP_MAILS = { pair: 5, address: 20, person: 200 } as const;

/** The app's side of invitations: nobody learns here whether an address has an account. */
@Injectable()
export class AppInvitations {
  constructor(
    private readonly database: Database,
    private readonly team: AppTeam,
    private readonly audit: AuditTrail,
    private readonly mail: AppInvitationMail,
    private readonly limits: Limits,
  ) {}

  /** The open ones. */
  async list(appId: number, userId: number, query: PageQuery): Promise<Paged<AppInvitation>> {
    await this.team.reading(appId, userId);
    const where = { appId, expiresAt: MoreThan(await this.database.now()) };
    const [items, total] = await this.rows.findAndCount({ where, order: { id: 'ASC' }, ...pageWindow(query) });
    return new Paged(items, total, query);
  }

  /**
   * Mails the person how to answer. Throws 422, duplicate_collaborator, duplicate_invitation, too_many_collaborators,
   * too_many_invitations.
   */
  async invite(appId: number, by: number, email: string, role: InvitedRole): Promise<AppInvitation> {
    const key = emailKey(email);
    if (!key || email.trim().length > 254) throw invalidFields({ email: ['must be an e-mail address'] });
    return this.database.transaction(async () => {
      const { app } = await this.team.changing(appId, by);
      const now = await this.database.now();
      await this.rows.delete({ appId, expiresAt: LessThanOrEqual(now) });
      await this.requireRoom(appId, key);
      const wait = await this.limits.spend(mailsOf(appId, key, by));
      if (wait !== undefined) throw tooManyInvitations(wait);
      const row = {
        appId,
        email: email.trim(),
        emailKey: key,
        role,
        invitedBy: by,
        createdAt: now,
        expiresAt: now + LIFETIME_MS,
      };
      const { identifiers } = await this.rows.insert({ ...row });
      const invitation = { ...row, id: Number(identifiers[0].id) };
      await this.record('app_invitation.created', invitation);
      await this.mail.send(app, invitation);
      return invitation;
    });
  }

  /** Takes an open invitation back. Throws not_found for one that was answered, withdrawn or ran out. */
  async withdraw(appId: number, by: number, id: number): Promise<void> {
    return this.database.transaction(async () => {
      await this.team.changing(appId, by);
      const invitation = await this.rows.findOneBy({ id, appId });
      if (!invitation || !(await this.take(invitation))) throw notFound();
      await this.record('app_invitation.withdrawn', invitation);
    });
  }

  /** Those of one inviter, who takes them along with the power to invite, or all of an app; in that change's transaction. */
  async withdrawAll(appId: number, invitedBy?: number): Promise<void> {
    const where = { appId, ...(invitedBy === undefined ? {} : { invitedBy }) };
    for (const invitation of await this.rows.findBy(where)) {
      if (await this.take(invitation)) await this.record('app_invitation.withdrawn', invitation);
    }
  }

  /** Closes an open invitation, for one of several who try; false where it is not open any more. */
  async take({ id }: AppInvitation): Promise<boolean> {
    const { affected } = await this.rows.delete({ id, expiresAt: MoreThan(await this.database.now()) });
    return affected === 1;
  }

  record(action: string, { id, appId, email, role }: AppInvitation): Promise<void> {
    return this.audit.record({
      action,
      subjectType: 'app_invitation',
      subjectId: id,
      after: { app_id: appId, email, role },
    });
  }

  /** The team is its own list, so that it tells nobody of an account they could not see. */
  private async requireRoom(appId: number, key: string): Promise<void> {
    const isThere = 'SELECT 1 FROM app_collaborators c JOIN users u ON u.principal_id = c.user_id';
    const rows = await this.database.query(`${isThere} WHERE c.app_id = ? AND u.email_key = ?`, [appId, key]);
    if (rows.length > 0) throw duplicateCollaborator();
    if (await this.rows.existsBy({ appId, emailKey: key })) throw duplicateInvitation();
    const team = await this.database.repository(AppCollaborator).countBy({ appId });
    if (team + (await this.rows.countBy({ appId })) >= LARGEST_TEAM) throw teamFull(LARGEST_TEAM);
  }

  private get rows() {
    return this.database.repository(AppInvitation);
  }
}

const mailsOf = (appId: number, key: string, by: number): Bucket[] => [
  { name: `app_invitation:pair:${appId}:${key}`, limit: MOST_APP_MAILS.pair, windowSeconds: DAY_SECONDS },
  { name: `app_invitation:address:${key}`, limit: MOST_APP_MAILS.address, windowSeconds: DAY_SECONDS },
  { name: `app_invitation:person:${by}`, limit: MOST_APP_MAILS.person, windowSeconds: DAY_SECONDS },
];
