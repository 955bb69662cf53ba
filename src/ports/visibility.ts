import { Injectable } from '@nestjs/common';
import type { Access } from '../access/index.js';
import { InstalledCompanies, Installations } from '../app-management/index.js';
import { GrantedCompanies, ProjectVisibility, type VisibleProjects } from '../directory/index.js';
import { Grants } from '../tokens/index.js';

/** Which companies a token covers before any is named. */
@Injectable()
export class CompaniesOfToken extends GrantedCompanies {
  constructor(
    private readonly grants: Grants,
    private readonly installed: InstalledCompanies,
  ) {
    super();
  }

  async companiesOf({ token, client, isOwnToken }: Access): Promise<ReadonlySet<number> | null> {
    if (token.grantId && token.familyId) return (await this.grants.facts(token.grantId, token.familyId)).companies;
    if (!isOwnToken || client.appId === null) return null;
    const companies = await this.installed.ofApp(client.appId, client.environment);
    const only = token.narrowing?.companyId;
    return new Set(only === undefined ? companies : companies.filter((id) => id === only));
  }
}

/** Which projects a list may name: an app sees those it is permitted in. */
@Injectable()
export class ProjectsOfToken extends ProjectVisibility {
  constructor(private readonly installations: Installations) {
    super();
  }

  async visibleProjects(access: Access): Promise<VisibleProjects> {
    const limits: Limit[] = [await this.permitted(access), access.token.narrowing?.projectIds ?? 'all'];
    const among = limits.reduce<Limit>(intersection, 'all');
    if (access.isOwnToken || access.isCompanyAdmin) return among;
    return among === 'all' ? 'memberships' : { membershipsAmong: among };
  }

  private async permitted(access: Access): Promise<Limit> {
    const { installation } = access.input;
    const isBound = access.isOwnToken || installation?.bindUsers === true;
    if (!isBound || !installation) return 'all';
    return this.installations.permittedProjects(access.companyId, installation.appId);
  }
}

type Limit = 'all' | readonly number[];

const intersection = (a: Limit, b: Limit): Limit =>
  a === 'all' ? b : b === 'all' ? a : a.filter((id) => b.includes(id));
