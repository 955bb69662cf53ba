import { Injectable } from '@nestjs/common';
import { CompanyLock } from '../../directory/index.js';
import { Database } from '../../database/index.js';
import { invalidFields, notFound, Paged, type PageQuery, pageWindow, randomId } from '../../shared/index.js';
import { tooManyProviders } from '../sso.errors.js';
import type { Discovered } from './discovery.js';
import { IdentityProvider } from './identity-provider.entity.js';
import type { OwnProvider } from './own-provider.js';
import { ProviderEffects } from './provider-effects.js';
import { type ProviderAddress, ProviderSettings } from './provider-settings.js';
import { ProviderSecrets } from './provider-secrets.js';

const MOST = 10;

type Rules = Pick<
  IdentityProvider,
  | 'name'
  | 'clientId'
  | 'scopes'
  | 'active'
  | 'vouchesForEmails'
  | 'createsMembers'
  | 'defaultTemplateId'
  | 'enforced'
  | 'tokenAuthentication'
>;

/** What an administrator may send; an address counts as a whole. */
export type ProviderChange = Partial<
  Rules & ProviderAddress & { readonly clientSecret: string; readonly emergencyAdministrators: readonly number[] }
>;

const ADDRESS = [
  'issuer',
  'authorizationEndpoint',
  'tokenEndpoint',
  'userinfoEndpoint',
  'jwksUri',
  'endSessionEndpoint',
] as const satisfies readonly (keyof ProviderAddress)[];

/** The identity providers of companies. */
@Injectable()
export class IdentityProviders {
  constructor(
    private readonly database: Database,
    private readonly lock: CompanyLock,
    private readonly settings: ProviderSettings,
    private readonly secrets: ProviderSecrets,
    private readonly effects: ProviderEffects,
  ) {}

  async list(companyId: number, query: PageQuery): Promise<Paged<OwnProvider>> {
    const window = { where: { companyId }, order: { id: 'ASC' as const }, ...pageWindow(query) };
    const [rows, total] = await this.rows.findAndCount(window);
    return new Paged(await this.effects.withAdministrators(rows), total, query);
  }

  /** Throws not_found, also for the provider of another company. */
  async get(companyId: number, id: number): Promise<OwnProvider> {
    const [own] = await this.effects.withAdministrators([await this.find(companyId, id)]);
    return own;
  }

  /** Throws not_found. */
  async find(companyId: number, id: number): Promise<IdentityProvider> {
    const provider = await this.rows.findOneBy({ companyId, id });
    if (!provider) throw notFound();
    return provider;
  }

  /** Throws what {@link discover} and {@link add} throw. */
  async create(companyId: number, wish: ProviderChange & Pick<Rules, 'name'>): Promise<OwnProvider> {
    return this.add(companyId, wish, { found: await this.discover(companyId, wish), handle: randomId() });
  }

  /**
   * Where a provider does what, of which it is asked itself if need be: before any transaction, since it may take its
   * time. Throws invalid_fields, identity_provider_unusable.
   */
  discover(companyId: number, wish: ProviderChange): Promise<Discovered> {
    return this.settings.resolve(addressIn(wish), companyId);
  }

  /** Throws invalid_fields, emergency_administrator_required, too_many_identity_providers. */
  add(
    companyId: number,
    wish: ProviderChange & Pick<Rules, 'name'>,
    { found, handle }: { readonly found: Discovered; readonly handle: string },
  ): Promise<OwnProvider> {
    const { clientSecret = '', emergencyAdministrators = [], ...rules } = wish;
    return this.database.transaction(async () => {
      await this.lock.take(companyId);
      if ((await this.rows.countBy({ companyId })) >= MOST) throw tooManyProviders(MOST);
      const now = await this.database.now();
      const row = {
        ...rules,
        ...endpointsOf(found),
        tokenAuthentication: wish.tokenAuthentication ?? authenticationOf(found),
        companyId,
        handle,
        sealedClientSecret: this.secrets.seal(handle, clientSecret),
        createdAt: now,
        updatedAt: now,
      };
      const { identifiers } = await this.rows.insert(row);
      const provider = await this.find(companyId, Number(identifiers[0].id));
      return this.effects.created(provider, emergencyAdministrators);
    });
  }

  /** Throws as {@link create} does. Another address or client ends what was trusted on the former one's word. */
  async change(companyId: number, id: number, wish: ProviderChange): Promise<OwnProvider> {
    await this.find(companyId, id);
    const hasAddress = ADDRESS.some((name) => wish[name] !== undefined);
    return this.apply(companyId, id, wish, hasAddress ? await this.discover(companyId, wish) : undefined);
  }

  /** Changes a provider to what was discovered before. Throws as {@link add} does, and not_found. */
  apply(companyId: number, id: number, wish: ProviderChange, found: Discovered | undefined): Promise<OwnProvider> {
    const { clientSecret, emergencyAdministrators, ...rest } = wish;
    return this.database.transaction(async () => {
      await this.lock.take(companyId);
      const before = await this.get(companyId, id);
      if (clientSecret === undefined) refuseOtherReader(before.provider, found);
      const { handle } = before.provider;
      const secret = clientSecret === undefined ? {} : { sealedClientSecret: this.secrets.seal(handle, clientSecret) };
      const change = {
        ...withoutAddress(rest),
        ...(found && endpointsOf(found)),
        ...secret,
        // Later than before also within one millisecond: what began before must not end after.
        updatedAt: Math.max(await this.database.now(), before.provider.updatedAt + 1),
      };
      await this.rows.update({ id }, change);
      return this.effects.changed(before, await this.find(companyId, id), {
        administrators: emergencyAdministrators,
        hasNewSecret: clientSecret !== undefined,
      });
    });
  }

  /** Signs out whoever came from there; their accounts stay. Throws not_found. */
  delete(companyId: number, id: number): Promise<void> {
    return this.database.transaction(async () => {
      await this.lock.take(companyId);
      const provider = await this.find(companyId, id);
      await this.effects.deleting(provider);
      await this.rows.delete({ id });
    });
  }

  private get rows() {
    return this.database.repository(IdentityProvider);
  }
}

/** Nobody reads a secret that was kept by naming somebody else to whom it would be sent. Throws invalid_fields. */
function refuseOtherReader({ tokenEndpoint }: IdentityProvider, found: Discovered | undefined): void {
  if (!found || found.tokenEndpoint === tokenEndpoint) return;
  throw invalidFields({ client_secret: ['is required with another token endpoint: it is not sent there unasked'] });
}

const addressIn = (wish: ProviderChange): ProviderAddress =>
  Object.fromEntries(ADDRESS.map((name) => [name, wish[name] ?? null])) as unknown as ProviderAddress;

const withoutAddress = (wish: ProviderChange): Partial<Rules> =>
  Object.fromEntries(Object.entries(wish).filter(([name]) => !(ADDRESS as readonly string[]).includes(name)));

const endpointsOf = ({ wantsSecretInBody: _, ...endpoints }: Discovered): Omit<Discovered, 'wantsSecretInBody'> =>
  endpoints;

const authenticationOf = ({ wantsSecretInBody }: Discovered): Rules['tokenAuthentication'] =>
  wantsSecretInBody ? 'client_secret_post' : 'client_secret_basic';
