import { Injectable } from '@nestjs/common';
import { Companies, type Company, Projects } from '../../directory/index.js';
import { PROJECT_NAME } from './sandbox-people.js';
import { SandboxMembers } from './sandbox-members.js';
import { SandboxSeeding } from './sandbox-seeding.js';

const LONGEST_NAME = 190;

/** The company that each app is tried out in: a sandbox with a project and people who exist for it alone. */
@Injectable()
export class SandboxCompanies {
  constructor(
    private readonly companies: Companies,
    private readonly team: SandboxMembers,
    private readonly projects: Projects,
    private readonly seeding: SandboxSeeding,
  ) {}

  /** Makes one that the app's owner administers, in the caller's transaction. */
  async provision(appName: string, ownerId: number): Promise<Company> {
    const name = `${beginningOf(appName)} Sandbox`;
    const company = await this.companies.create({ name, environment: 'sandbox' });
    await this.team.place(company.id, ownerId, 'admin');
    const project = await this.projects.create(company.id, { name: PROJECT_NAME });
    await this.seeding.seed(company.id, project.id);
    return company;
  }

  /** Closes it for everybody: with its app, its reason is gone. */
  async close(companyId: number): Promise<void> {
    await this.companies.update(companyId, { active: false });
  }
}

/** By whole characters, so that none is cut in half. */
const beginningOf = (name: string): string => (name.length > LONGEST_NAME ? [...name].slice(0, 90).join('') : name);
