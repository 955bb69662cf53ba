import { Injectable } from '@nestjs/common';
import { type ClientEntity, ClientRegistry } from '../clients/index.js';
import { Grants } from '../tokens/index.js';
import type { Subject } from './decision-facts.js';
import {
  DirectoryFactsPort,
  type GrantFacts,
  InstallationFactsPort,
  type PrincipalFacts,
  PrincipalFactsPort,
} from './facts.js';

/** Who is asked about: a principal, a client, or a principal through a client. */
export interface AskedAbout {
  readonly principalId: number | null;
  readonly clientId: string | null;
}

/** What the decision needs to know of somebody who shows no token. */
export interface AskedSubject {
  readonly subject: Omit<Subject, 'scopes'>;
  /** What the user granted to the client; null where no grant is needed. */
  readonly grant: GrantFacts | null;
  /** Why such a caller could not get a token at all. */
  readonly fault: string | null;
}

type ActingClient = Pick<
  ClientEntity,
  'id' | 'kind' | 'environment' | 'appId' | 'companyId' | 'principalId' | 'enabled' | 'grantTypes'
>;

const NOTHING = { id: 0, environment: null, appId: null, companyId: null, principalId: null, grantTypes: [] };
const UNKNOWN: ActingClient = { ...NOTHING, kind: 'app', enabled: false };
/** Stands in where no client is named: one that neither needs an installation nor has an environment. */
const NO_APP: ActingClient = { ...NOTHING, kind: 'first_party', enabled: true };

/** Builds the caller that a question describes, without a token. */
@Injectable()
export class AccessCheckSubjects {
  constructor(
    private readonly clients: ClientRegistry,
    private readonly principals: PrincipalFactsPort,
    private readonly directory: DirectoryFactsPort,
    private readonly installations: InstallationFactsPort,
    private readonly grants: Grants,
  ) {}

  /** The caller, as far as `companyId` may know of it. */
  async find(companyId: number, { principalId, clientId }: AskedAbout): Promise<AskedSubject> {
    const named = clientId === null ? null : await this.named(companyId, clientId);
    const principal = await this.principal(companyId, principalId ?? named?.principalId ?? null);
    const client = named ?? (await this.implied(companyId, principal));
    const pair = { client, principal };
    const fault = faultOf(pair) ?? (await this.foreignFault(companyId, pair));
    const grant = named && principal?.kind === 'user' ? await this.grant(principal.id, named.id) : null;
    return { subject: subjectOf(pair, fault === null), grant, fault };
  }

  /** Another company's service account is as unknown as a client that does not exist. */
  private async named(companyId: number, clientId: string): Promise<ActingClient> {
    const client = await this.clients.find(clientId);
    if (!client) return UNKNOWN;
    return client.kind === 'service_account' && client.companyId !== companyId ? UNKNOWN : client;
  }

  /** Whoever is in no directory entry of this company looks the same, whether or not there is such a principal. */
  private async principal(companyId: number, id: number | null): Promise<PrincipalFacts | null> {
    if (id === null) return null;
    const member = await this.directory.member(companyId, id);
    const principal = member && (await this.principals.principal(id));
    if (!principal) return { id, kind: 'user', name: '', enabled: true, epoch: 0 };
    const isTheirs = principal.kind === 'service_account' || member.status === 'active';
    return isTheirs ? principal : { ...principal, enabled: true };
  }

  /** The service account of an installation authenticates with the app's own client; others need none to be asked about. */
  private async implied(companyId: number, principal: PrincipalFacts | null): Promise<ActingClient> {
    if (principal?.kind !== 'service_account') return NO_APP;
    const installation = await this.installations.ofPrincipal(companyId, principal.id);
    if (!installation) return NO_APP;
    const company = await this.directory.company(companyId);
    const clients = await this.clients.listOfApp(installation.appId);
    return clients.find(({ environment }) => environment === company?.environment) ?? UNKNOWN;
  }

  /** An app acts as the service account of its own installation, never as that of another app. */
  private async foreignFault(companyId: number, { client, principal }: Pair): Promise<string | null> {
    if (client.appId === null || principal?.kind !== 'service_account') return null;
    const installation = await this.installations.installation(companyId, client.appId, null);
    return !installation || installation.principalId === principal.id ? null : TOKEN_FAULTS.of_another;
  }

  private async grant(userId: number, clientRowId: number): Promise<GrantFacts> {
    const grant = await this.grants.find(userId, clientRowId);
    return { id: grant?.id ?? '', companies: new Set(grant?.companies.map(({ companyId }) => companyId)) };
  }
}

interface Pair {
  readonly client: ActingClient;
  readonly principal: PrincipalFacts | null;
}

/** Whether an app would act for itself, not for a user. */
const isOwn = ({ client, principal }: Pair): boolean => client.kind === 'app' && principal?.kind !== 'user';

/** What the row `token` of an explanation gives as its detail, by why somebody could not have one. */
export const TOKEN_FAULTS = {
  client_unknown: 'There is no such client.',
  client_off: 'The client is switched off.',
  principal_off: 'The principal is switched off.',
  of_another: 'The client belongs to another principal.',
  person_only: 'This client acts for a person only.',
  not_by_itself: 'The client is not registered for client_credentials.',
} as const;

/** Row 1 of the decision for somebody who shows no token: why they could not have one. */
const FAULTS: readonly (readonly [fault: string, applies: (pair: Pair) => boolean])[] = [
  [TOKEN_FAULTS.client_unknown, ({ client }) => client === UNKNOWN],
  [TOKEN_FAULTS.client_off, ({ client }) => !client.enabled],
  [TOKEN_FAULTS.principal_off, ({ principal }) => principal?.enabled === false],
  [
    TOKEN_FAULTS.of_another,
    ({ client, principal }) => client.principalId !== null && client.principalId !== principal?.id,
  ],
  [
    TOKEN_FAULTS.person_only,
    ({ client, principal }) => client.kind === 'first_party' && client !== NO_APP && principal?.kind !== 'user',
  ],
  [TOKEN_FAULTS.not_by_itself, (pair) => isOwn(pair) && !pair.client.grantTypes.includes('client_credentials')],
];

const faultOf = (pair: Pair): string | null => FAULTS.find(([, applies]) => applies(pair))?.[0] ?? null;

function subjectOf(pair: Pair, tokenIsValid: boolean): AskedSubject['subject'] {
  const { client, principal } = pair;
  const isOwnToken = isOwn(pair);
  // As for a real token: the company's installation tells who an app itself runs as.
  const runsAs = isOwnToken ? null : principal;
  const none = { grantId: null, familyId: null, narrowing: null };
  return { ...none, tokenIsValid, client, isOwnToken, appId: client.appId, principal: runsAs };
}
