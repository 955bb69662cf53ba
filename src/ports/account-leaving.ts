import { Injectable } from '@nestjs/common';
import { AppCollaborators } from '../apps/index.js';
import { Database } from '../database/index.js';
import { Members } from '../directory/index.js';
import { AccountLeaving } from '../identity/index.js';
import { DomainError } from '../shared/index.js';
import { LinkedIdentities } from '../sso/index.js';

interface Named {
  readonly id: number;
  readonly name: string;
}

/** Takes somebody whose account closes out of everything that they have a part in, as if they left it themselves. */
@Injectable()
export class LeavingEverything extends AccountLeaving {
  constructor(
    private readonly database: Database,
    private readonly collaborators: AppCollaborators,
    private readonly members: Members,
    private readonly identities: LinkedIdentities,
  ) {
    super();
  }

  async leaveAll(userId: number): Promise<void> {
    await this.leaveApps(userId);
    await this.leaveCompanies(userId);
    await this.identities.forget(userId);
  }

  /** A blocked app keeps its team: it changes for nobody but an operator. */
  private async leaveApps(userId: number): Promise<void> {
    const apps = await this.database.query<Named & { readonly role: string }>(
      `SELECT a.id, a.name, c.role FROM app_collaborators c JOIN apps a ON a.id = c.app_id
       WHERE c.user_id = ? AND a.status = 'active' ORDER BY a.id`,
      [userId],
    );
    const owned = apps.filter(({ role }) => role === 'owner').map(({ name }) => name);
    if (owned.length > 0) throw ownsApps(owned);
    for (const { id } of apps) await this.collaborators.takeOff(Number(id), userId, userId);
  }

  private async leaveCompanies(userId: number): Promise<void> {
    const companies = await this.database.query<Named>(
      `SELECT c.id, c.name FROM members m JOIN companies c ON c.id = m.company_id
       WHERE m.principal_id = ? AND m.status = 'active' ORDER BY c.id`,
      [userId],
    );
    for (const { id, name } of companies) {
      try {
        await this.members.deactivate(Number(id), userId);
      } catch (error) {
        throw error instanceof DomainError && error.code === 'last_administrator' ? lastAdministratorOf(name) : error;
      }
    }
    await this.members.freeAddress(userId);
  }
}

const ownsApps = (names: readonly string[]): DomainError =>
  new DomainError('conflict', 'owns_apps', 'Give the apps to somebody else, or delete them, first.', {
    extensions: { names },
  });

const lastAdministratorOf = (name: string): DomainError =>
  new DomainError('conflict', 'last_administrator', `Make somebody else administrator of ${name} first.`, {
    extensions: { names: [name] },
  });
