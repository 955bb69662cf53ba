import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { type UserProfile, Users } from '../../identity/index.js';
import { nameText } from '../../shared/index.js';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import type { Assertion } from './assertions.js';
import { LinkedIdentity } from './linked-identity.entity.js';
import { LinkMail } from './link-mail.js';
import { SsoRefusal } from './refusal.js';

const NAME = nameText(200);

/** Which account is whose at a provider; in the caller's transaction, under the company's lock. */
@Injectable()
export class AccountLinks {
  constructor(
    private readonly database: Database,
    private readonly users: Users,
    private readonly mail: LinkMail,
    private readonly audit: AuditTrail,
  ) {}

  /** The account of a subject that came before. */
  async find({ id: providerId }: IdentityProvider, subject: string): Promise<UserProfile | undefined> {
    const link = await this.rows.findOneBy({ providerId, subject });
    if (!link) return undefined;
    await this.rows.update({ id: link.id }, { lastUsedAt: await this.database.now() });
    return this.users.find(link.userId);
  }

  /**
   * The account of an address that was proven, linked from now on; a new one where there is none. Throws SsoRefusal for
   * an account that is another subject's: addresses are given to new people, accounts are not.
   */
  async link(
    provider: IdentityProvider,
    { subject, name }: Assertion,
    email: string,
  ): Promise<{ readonly user: UserProfile; readonly isNew: boolean }> {
    const known = await this.users.findByEmail(email);
    if (known && (await this.rows.existsBy({ providerId: provider.id, userId: known.id }))) {
      throw new SsoRefusal('another_person');
    }
    const user = known ?? (await this.users.addWithoutPassword({ email, name: nameFor(name, email) }));
    const now = await this.database.now();
    await this.rows.insert({ providerId: provider.id, subject, userId: user.id, createdAt: now, lastUsedAt: now });
    await this.record('user.identity_linked', provider, user);
    if (known) await this.mail.send(known, provider.name);
    return { user, isNew: !known };
  }

  private record(action: string, { id, companyId, name }: IdentityProvider, user: UserProfile): Promise<void> {
    const after = { identity_provider_id: id, identity_provider: name };
    return this.audit.record({ action, subjectType: 'user', subjectId: user.id, companyId, actorId: user.id, after });
  }

  private get rows() {
    return this.database.repository(LinkedIdentity);
  }
}

/** What the provider calls them, if that is a name; else what stands before the `@`. */
function nameFor(name: string | undefined, email: string): string {
  const parsed = NAME.safeParse(name?.slice(0, 200));
  return parsed.success ? parsed.data : email.slice(0, email.indexOf('@'));
}
