import { Injectable } from '@nestjs/common';
import { Members, ProjectMembers } from '../../directory/index.js';
import { Principals } from '../../identity/index.js';
import { PEOPLE } from './sandbox-people.js';

/** The people of a sandbox: principals without a login, as whom nobody can ever sign in. */
@Injectable()
export class SandboxSeeding {
  constructor(
    private readonly members: Members,
    private readonly projectMembers: ProjectMembers,
    private readonly principals: Principals,
  ) {}

  async seed(companyId: number, projectId: number): Promise<void> {
    for (const person of PEOPLE) {
      const { firstName, lastName, title, email, companyLevels, projectLevels } = person;
      const principalId = await this.principals.create('user', `${firstName} ${lastName}`);
      await this.members.add(companyId, principalId, { firstName, lastName, title, email, levels: companyLevels });
      if (projectLevels) await this.projectMembers.addToProject(projectId, principalId, { levels: projectLevels });
    }
  }
}
