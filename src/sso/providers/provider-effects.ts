import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { administers, PermissionChecks } from '../../directory/index.js';
import { invalidFields } from '../../shared/index.js';
import { EmailDomain } from '../domains/email-domain.entity.js';
import { LinkedIdentity } from '../sign-in/linked-identity.entity.js';
import { ProviderSessions } from '../sign-in/provider-sessions.js';
import { EmergencyAdministrators } from './emergency-administrators.js';
import type { IdentityProvider } from './identity-provider.entity.js';
import type { OwnProvider } from './own-provider.js';

/** What a provider is trusted as: the same subject means somebody else where one of these differs. */
const IDENTITY = [
  'issuer',
  'authorizationEndpoint',
  'tokenEndpoint',
  'userinfoEndpoint',
  'jwksUri',
  'clientId',
] as const satisfies readonly (keyof IdentityProvider)[];

/** What a change of a provider brings with it; in its transaction, under the company's lock. */
@Injectable()
export class ProviderEffects {
  constructor(
    private readonly database: Database,
    private readonly emergency: EmergencyAdministrators,
    private readonly sessions: ProviderSessions,
    private readonly checks: PermissionChecks,
    private readonly audit: AuditTrail,
  ) {}

  async withAdministrators(providers: readonly IdentityProvider[]): Promise<OwnProvider[]> {
    const administrators = await this.emergency.of(providers.map(({ id }) => id));
    return providers.map((provider) => ({
      provider,
      emergencyAdministrators: administrators.get(Number(provider.id)) ?? [],
    }));
  }

  async created(provider: IdentityProvider, administrators: readonly number[]): Promise<OwnProvider> {
    await this.setAdministrators(provider, administrators);
    await this.refuseTemplate(provider);
    const [own] = await this.withAdministrators([provider]);
    await this.record('identity_provider.created', provider, null, stateOf(own));
    return own;
  }

  async changed(
    before: OwnProvider,
    provider: IdentityProvider,
    change: { readonly administrators: readonly number[] | undefined; readonly hasNewSecret: boolean },
  ): Promise<OwnProvider> {
    const named = change.administrators ?? namedAnew(before, provider);
    if (named) await this.setAdministrators(provider, named);
    if (provider.defaultTemplateId !== before.provider.defaultTemplateId) await this.refuseTemplate(provider);
    if (isInForceAgain(before, provider)) await this.emergency.requireOne(provider);
    const ended = await this.endWith(before.provider, provider);
    const [own] = await this.withAdministrators([provider]);
    const more = { ...(change.hasNewSecret && { replaced: 'client credential' }), ended_sessions: ended };
    await this.record('identity_provider.changed', provider, stateOf(before), { ...stateOf(own), ...more });
    return own;
  }

  async deleting(provider: IdentityProvider): Promise<void> {
    const { id: providerId } = provider;
    const [own] = await this.withAdministrators([provider]);
    const ended = await this.sessions.end(providerId);
    for (const entity of [LinkedIdentity, EmailDomain]) await this.database.repository(entity).delete({ providerId });
    await this.emergency.replace(providerId, []);
    await this.record('identity_provider.deleted', provider, { ...stateOf(own), ended_sessions: ended }, null);
  }

  /** Links and sessions of whoever may be somebody else at the provider now; how many sessions ended. */
  private async endWith(before: IdentityProvider, provider: IdentityProvider): Promise<number> {
    const isAnother = IDENTITY.some((name) => provider[name] !== before[name]);
    if (isAnother) await this.database.repository(LinkedIdentity).delete({ providerId: provider.id });
    const isOver = isAnother || (before.active && !provider.active);
    return (isOver ? await this.sessions.end(provider.id) : 0) + (await this.sessions.endOthers(provider.id));
  }

  private async setAdministrators(provider: IdentityProvider, userIds: readonly number[]): Promise<void> {
    const distinct = [...new Set(userIds)];
    await this.emergency.check(provider.companyId, distinct, provider.enforced);
    await this.emergency.replace(provider.id, distinct);
  }

  /** Whoever the provider lets in must not be an administrator by that alone. */
  private async refuseTemplate({ companyId, defaultTemplateId }: IdentityProvider): Promise<void> {
    const field = 'default_permission_template_id';
    const template = await this.checks.template({ companyId, projectId: null }, defaultTemplateId, field);
    if (template && administers('member', template.levels)) {
      throw invalidFields({ [field]: ['must not make administrators'] });
    }
  }

  private record(
    action: string,
    { id, companyId }: IdentityProvider,
    before: object | null,
    after: object | null,
  ): Promise<void> {
    return this.audit.record({ action, subjectType: 'identity_provider', subjectId: id, companyId, before, after });
  }
}

/** Resuming shuts people out as enforcing does. */
const isInForceAgain = (before: OwnProvider, { enforced, active }: IdentityProvider): boolean =>
  enforced && active && !before.provider.active;

/** Who was named may have stopped helping since: that must not keep a company from easing its rules on that day. */
const namedAnew = (before: OwnProvider, { enforced }: IdentityProvider): readonly number[] | undefined =>
  enforced && !before.provider.enforced ? before.emergencyAdministrators : undefined;

const stateOf = ({ provider, emergencyAdministrators }: OwnProvider): object => ({
  name: provider.name,
  issuer: provider.issuer,
  authorization_endpoint: provider.authorizationEndpoint,
  // Under other names than on the wire: the trail takes a name with such a word in it for a credential's.
  code_exchange_at: provider.tokenEndpoint,
  userinfo_endpoint: provider.userinfoEndpoint,
  jwks_uri: provider.jwksUri,
  client_id: provider.clientId,
  scopes: provider.scopes,
  active: provider.active,
  email_addresses_are_authoritative: provider.vouchesForEmails,
  creates_members: provider.createsMembers,
  default_permission_template_id: provider.defaultTemplateId,
  enforced: provider.enforced,
  emergency_administrator_ids: emergencyAdministrators,
});
