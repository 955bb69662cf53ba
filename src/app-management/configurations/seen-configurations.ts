import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import type { Access } from '../../access/index.js';
import { Database } from '../../database/index.js';
import { notFound, Paged, pageWindow } from '../../shared/index.js';
import { AppInstallation } from '../app-installation.entity.js';
import { AppConfiguration, ConfiguredProject } from './app-configuration.entity.js';
import type { ConfigurationsQuery } from './app-configurations.schemas.js';
import { type Condition, ConfigurationSight, narrow, seenProject, type Sight } from './configuration-sight.js';

const ORDERS = { id: 'configuration.id', title: 'configuration.title', created_at: 'configuration.createdAt' } as const;

/** Configurations as far as somebody may see them. */
@Injectable()
export class SeenConfigurations {
  constructor(
    private readonly database: Database,
    private readonly sight: ConfigurationSight,
  ) {}

  /** Throws not_found, also for what is not seen. */
  async get(access: Access, id: number): Promise<AppConfiguration> {
    const found = await this.seen(access.companyId, await this.sight.of(access))
      .andWhere('configuration.id = :id', { id })
      .getOne();
    if (!found) throw notFound();
    return found;
  }

  async list(access: Access, query: ConfigurationsQuery): Promise<Paged<AppConfiguration>> {
    const sight = await this.sight.of(access);
    const rows = this.seen(access.companyId, sight);
    const installationId = query['filters[app_installation_id]'];
    const projectId = query['filters[project_id]'];
    if (installationId !== undefined)
      rows.andWhere('configuration.installationId = :installationId', { installationId });
    if (projectId !== undefined) {
      const seen = seenProject(sight);
      const inIt = { sql: `configured.projectId = :projectId AND ${seen.sql}`, parameters: {} };
      rows.andWhere(`(configuration.reach = 'all_projects' OR ${this.holdsIn(inIt)})`, {
        ...seen.parameters,
        projectId,
      });
    }
    const [column, direction] = query.sort.startsWith('-') ? [query.sort.slice(1), 'DESC'] : [query.sort, 'ASC'];
    rows.orderBy(ORDERS[column as keyof typeof ORDERS], direction as 'ASC' | 'DESC');
    if (column !== 'id') rows.addOrderBy('configuration.id', direction as 'ASC' | 'DESC');
    const { skip, take } = pageWindow(query);
    const [items, total] = await rows.offset(skip).limit(take).getManyAndCount();
    return new Paged(items, total, query);
  }

  private seen(companyId: number, sight: Sight): SelectQueryBuilder<AppConfiguration> {
    const rows = this.database
      .repository(AppConfiguration)
      .createQueryBuilder('configuration')
      .innerJoin(AppInstallation, 'installation', 'installation.id = configuration.installationId')
      .where('configuration.companyId = :companyId', { companyId });
    narrow(rows, sight, (condition) => this.holdsIn(condition));
    return rows;
  }

  /** That a configuration holds in a project of which the condition is true; its parameters are the caller's to set. */
  private holdsIn({ sql }: Condition): string {
    const projects = this.database
      .repository(ConfiguredProject)
      .createQueryBuilder('configured')
      .select('1')
      .where('configured.configurationId = configuration.id')
      .andWhere(sql);
    return `EXISTS (${projects.getQuery()})`;
  }
}
