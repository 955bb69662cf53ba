import { Injectable } from '@nestjs/common';
import { DirectoryFactsPort, InstallationFactsPort, PrincipalFactsPort, ScopeSet } from '../../access/index.js';
import type { Client } from '../../clients/index.js';
import { publicIdOf } from '../../shared/index.js';
import type { Narrowing } from '../../tokens/index.js';
import { invalidClient, invalidRequest, invalidScope, invalidTarget, OAuthError } from '../oauth.errors.js';
import type { Parameters } from '../parameters.js';
import { ScopePolicy } from '../scope-policy.js';
import { Grant, type Granted, type TokenRequest } from './grant.js';

const MAX_PROJECTS = 100;

/** RFC 6749 §4.4: a service account, or an app for itself in every company that installed it. */
@Injectable()
export class ClientCredentialsGrant extends Grant {
  readonly grantType = 'client_credentials';

  constructor(
    private readonly scopes: ScopePolicy,
    private readonly principals: PrincipalFactsPort,
    private readonly directory: DirectoryFactsPort,
    private readonly installations: InstallationFactsPort,
  ) {
    super();
  }

  async authorize({ client, parameters }: TokenRequest): Promise<Granted> {
    if (client.type === 'public') {
      throw new OAuthError('unauthorized_client', 'A public client cannot use client_credentials.');
    }
    const scope = this.scopeOf(client, parameters.get('scope'));
    const narrowing = await this.narrowingOf(client, parameters);
    return { principal: await this.principalOf(client), scope, ...(narrowing && { narrowing }) };
  }

  /** Nobody signs in here: `openid` is refused, and left out of defaults that are meant for people too. */
  private scopeOf(client: Client, requested: string | undefined): string {
    const scope = this.scopes.resolve(client, requested);
    if (!ScopeSet.of(scope).has('openid')) return scope;
    const rest = scope.split(' ').filter((one) => one !== 'openid');
    if (requested?.trim() || rest.length === 0) throw invalidScope('openid needs a person: use authorization_code.');
    return rest.join(' ');
  }

  /** An app's own token names no principal until the company is known (domain.md). */
  private async principalOf(client: Client): Promise<Granted['principal']> {
    if (client.principalId === null) return null;
    const principal = await this.principals.principal(client.principalId);
    if (!principal?.enabled) throw invalidClient();
    return { id: principal.id, epoch: principal.epoch };
  }

  private async narrowingOf(client: Client, parameters: Parameters): Promise<Narrowing | undefined> {
    const company = parameters.get('company_id');
    const projects = parameters.get('project_ids');
    if (company === undefined) {
      if (projects !== undefined) throw invalidRequest('project_ids needs company_id.');
      return undefined;
    }
    const companyId = idOf(company, 'company_id');
    if (!(await this.mayServe(client, companyId))) throw invalidTarget('The app is not connected to this company.');
    if (projects === undefined) return { companyId, projectIds: null };
    const projectIds = [
      ...new Set(
        projects
          .split(' ')
          .filter(Boolean)
          .map((id) => idOf(id, 'project_ids')),
      ),
    ];
    if (projectIds.length === 0 || projectIds.length > MAX_PROJECTS) {
      throw invalidRequest(`project_ids names 1 to ${MAX_PROJECTS} projects.`);
    }
    for (const projectId of projectIds) {
      if (!(await this.reaches(client, companyId, projectId)))
        throw invalidTarget('The client has no access to a project.');
    }
    return { companyId, projectIds };
  }

  private async mayServe(client: Client, companyId: number): Promise<boolean> {
    if (client.appId === null) return client.companyId === companyId;
    const installation = await this.installations.installation(companyId, client.appId, null);
    if (!installation?.principalId) return false;
    return client.environment === (await this.directory.company(companyId))?.environment;
  }

  /** No answer tells which of the projects that the client cannot enter are those of the company. */
  private async reaches(client: Client, companyId: number, projectId: number): Promise<boolean> {
    if (client.appId === null) {
      if (client.principalId === null) return false;
      return (await this.directory.projectMember(companyId, projectId, client.principalId)) !== null;
    }
    const installation = await this.installations.installation(companyId, client.appId, null);
    return installation !== null && this.installations.permitsProject(installation, projectId);
  }
}

function idOf(text: string, name: string): number {
  const id = publicIdOf(text);
  if (id === undefined) throw invalidRequest(`${name} holds positive integers.`);
  return id;
}
