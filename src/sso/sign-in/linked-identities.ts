import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { CompanyLock } from '../../directory/index.js';
import { Users } from '../../identity/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { LinkedIdentity } from './linked-identity.entity.js';
import { ProviderSessions } from './provider-sessions.js';

/** A link with the person it leads to. */
export interface NamedIdentity {
  readonly link: LinkedIdentity;
  readonly name: string;
  readonly email: string;
}

/** Who came from a provider, as its company sees them. */
@Injectable()
export class LinkedIdentities {
  constructor(
    private readonly database: Database,
    private readonly lock: CompanyLock,
    private readonly users: Users,
    private readonly sessions: ProviderSessions,
    private readonly audit: AuditTrail,
  ) {}

  async list(providerId: number, query: PageQuery): Promise<Paged<NamedIdentity>> {
    const window = { where: { providerId }, order: { id: 'ASC' as const }, ...pageWindow(query) };
    const [rows, total] = await this.rows.findAndCount(window);
    const users = await this.users.findMany(rows.map(({ userId }) => userId));
    const items = rows.map((link) => {
      const { name = '', email = '' } = users.get(link.userId) ?? {};
      return { link, name, email };
    });
    return new Paged(items, total, query);
  }

  /**
   * Forgets who somebody is at the provider, and signs them out who came from there: whoever next has the account's
   * address there is linked to it. Throws not_found.
   */
  unlink(companyId: number, providerId: number, userId: number): Promise<void> {
    return this.database.transaction(async () => {
      await this.lock.take(companyId);
      const link = await this.rows.findOneBy({ providerId, userId });
      if (!link) throw notFound();
      await this.rows.delete({ id: link.id });
      const ended = await this.sessions.end(providerId, { userId });
      await this.audit.record({
        action: 'user.identity_unlinked',
        subjectType: 'user',
        subjectId: userId,
        companyId,
        before: { identity_provider_id: providerId, subject: link.subject, ended_sessions: ended },
      });
    });
  }

  /** Of somebody whose account closes, in its transaction: who comes from there again is somebody new. */
  async forget(userId: number): Promise<void> {
    await this.rows.delete({ userId });
  }

  private get rows() {
    return this.database.repository(LinkedIdentity);
  }
}
