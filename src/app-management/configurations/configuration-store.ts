import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { AppConfiguration, ConfiguredProject } from './app-configuration.entity.js';
import { seenProject, type Sight } from './configuration-sight.js';

/** What is kept when somebody configures an app. */
export type Configured = Pick<AppConfiguration, 'companyId' | 'installationId' | 'title' | 'reach' | 'values'>;

/** The rows of configurations and of the projects in which they hold. */
@Injectable()
export class ConfigurationStore {
  constructor(private readonly database: Database) {}

  /** The projects of some configurations, in order, as far as they are seen. */
  async projectsOf(ids: readonly number[], sight: Sight): Promise<Map<number, number[]>> {
    const projects = new Map<number, number[]>(ids.map((id) => [id, []]));
    if (ids.length === 0) return projects;
    const { sql, parameters } = seenProject(sight);
    const rows = await this.database
      .repository(ConfiguredProject)
      .createQueryBuilder('configured')
      .where('configured.configurationId IN (:...ids)', { ids })
      .andWhere(sql, parameters)
      .orderBy('configured.projectId')
      .getMany();
    for (const { configurationId, projectId } of rows) projects.get(configurationId)?.push(projectId);
    return projects;
  }

  /** All projects of a configuration, seen or not. */
  async allProjectsOf(configurationId: number): Promise<number[]> {
    const rows = await this.database
      .repository(ConfiguredProject)
      .find({ where: { configurationId }, order: { projectId: 'ASC' } });
    return rows.map(({ projectId }) => projectId);
  }

  countOf(installationId: number): Promise<number> {
    return this.rows.countBy({ installationId });
  }

  /** The configurations that somebody created in a company, by id. */
  async createdBy(companyId: number, createdBy: number, most: number): Promise<number[]> {
    const where = { companyId, createdBy };
    const rows = await this.rows.find({ select: { id: true }, where, order: { id: 'ASC' }, take: most });
    return rows.map(({ id }) => Number(id));
  }

  async insert(configured: Configured, projectIds: readonly number[], createdBy: number): Promise<AppConfiguration> {
    const createdAt = await this.database.now();
    const row = { ...configured, createdBy, createdAt, updatedBy: createdBy, updatedAt: createdAt };
    const { identifiers } = await this.rows.insert({ ...row } as object);
    const id = Number(identifiers[0].id);
    await this.putProjects(id, projectIds);
    return { ...row, id };
  }

  /** Replaces title, reach, values and projects. */
  async update(before: AppConfiguration, projectIds: readonly number[], updatedBy: number): Promise<AppConfiguration> {
    const { id, title, reach, values } = before;
    const updatedAt = await this.database.now();
    await this.rows.update({ id }, { title, reach, values, updatedBy, updatedAt } as object);
    await this.database.repository(ConfiguredProject).delete({ configurationId: id });
    await this.putProjects(id, projectIds);
    return { ...before, updatedBy, updatedAt };
  }

  async delete(id: number): Promise<void> {
    await this.database.repository(ConfiguredProject).delete({ configurationId: id });
    await this.rows.delete({ id });
  }

  private async putProjects(configurationId: number, projectIds: readonly number[]): Promise<void> {
    if (projectIds.length === 0) return;
    const rows = projectIds.map((projectId) => ({ configurationId, projectId }));
    await this.database.repository(ConfiguredProject).insert(rows);
  }

  private get rows() {
    return this.database.repository(AppConfiguration);
  }
}
