import { Injectable } from '@nestjs/common';
import { In, type SelectQueryBuilder } from 'typeorm';
import { Database, Entry } from '../../database/index.js';
import { notFound, Paged, type PageQuery } from '../../shared/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { ProjectMember } from '../members/project-member.entity.js';
import { Project } from './project.entity.js';

export type NewProject = Pick<Project, 'name'> & Partial<Pick<Project, 'displayName' | 'projectNumber' | 'active'>>;
export type ProjectChange = Partial<NewProject>;

/** Which projects a list names; everything that is given must hold. */
export interface ProjectSelection {
  /** Those of which this principal is a member. */
  readonly memberId?: number;
  readonly ids?: readonly number[];
}

export interface ProjectFilter extends PageQuery {
  readonly active?: boolean;
  /** A part of the name. */
  readonly name?: string;
  /** These alone. */
  readonly among?: readonly number[];
  readonly order?: ProjectOrder;
}

export interface ProjectOrder {
  readonly by: 'id' | 'name' | 'projectNumber' | 'createdAt' | 'updatedAt';
  readonly descending: boolean;
}

/** The job sites of companies. */
@Injectable()
export class Projects {
  constructor(
    private readonly database: Database,
    private readonly changes: DirectoryChanges,
  ) {}

  create(companyId: number, project: NewProject): Promise<Project> {
    return this.changes.within(companyId, async () => {
      const now = await this.database.now();
      const blank = { displayName: null, projectNumber: null, active: true };
      const row = { ...blank, ...project, companyId, createdAt: now, updatedAt: now };
      const { identifiers } = await this.database.repository(Project).insert({ ...row });
      const created: Project = { ...row, id: Number(identifiers[0].id) };
      await this.record('project.created', null, created);
      return created;
    });
  }

  find(id: number): Promise<Project | null> {
    return this.database.repository(Project).findOneBy({ id });
  }

  /** Throws not_found where there is no such project. */
  async get(id: number): Promise<Project> {
    const project = await this.find(id);
    if (!project) throw notFound();
    return project;
  }

  async update(id: number, change: ProjectChange): Promise<Project> {
    const { companyId } = await this.get(id);
    return this.changes.within(companyId, async () => {
      const before = await this.get(id);
      const after = { ...before, ...change, updatedAt: await this.database.now() };
      const { name, displayName, projectNumber, active, updatedAt } = after;
      await this.database.repository(Project).update({ id }, { name, displayName, projectNumber, active, updatedAt });
      await this.record('project.changed', before, after);
      return after;
    });
  }

  async list(companyId: number, selection: ProjectSelection, filter: ProjectFilter): Promise<Paged<Project>> {
    if (selection.ids?.length === 0) return new Paged([], 0, filter);
    const projects = this.database.repository(Project).createQueryBuilder('project').where({ companyId });
    if (filter.active !== undefined) projects.andWhere({ active: filter.active });
    if (filter.name) projects.andWhere(NAME_CONTAINS, { part: containing(filter.name) });
    if (filter.among) projects.andWhere('project.id IN (:...among)', { among: filter.among });
    select(projects, selection);
    const [items, total] = await ordered(projects, filter.order)
      .offset((filter.page - 1) * filter.per_page)
      .limit(filter.per_page)
      .getManyAndCount();
    return new Paged(items, total, filter);
  }

  private record(action: string, before: Project | null, after: Project): Promise<void> {
    const event = { action, subjectType: 'project', subjectId: after.id, companyId: after.companyId };
    return this.changes.record(Entry.project(after.id), {
      ...event,
      before: before && stateOf(before),
      after: stateOf(after),
    });
  }
}

/** What is equal in the field keeps the order of the ids, so that pages never overlap. */
function ordered(projects: SelectQueryBuilder<Project>, order?: ProjectOrder): SelectQueryBuilder<Project> {
  const { by, descending } = order ?? { by: 'id', descending: false };
  const field = by === 'name' ? 'LOWER(project.name)' : `project.${by}`;
  const direction = descending ? 'DESC' : 'ASC';
  return projects.orderBy(field, direction).addOrderBy('project.id', direction);
}

function select(projects: SelectQueryBuilder<Project>, { memberId, ids }: ProjectSelection): void {
  if (ids) projects.andWhere({ id: In([...ids]) });
  if (memberId === undefined) return;
  const isTheirs = 'member.projectId = project.id AND member.principalId = :memberId';
  projects.innerJoin(ProjectMember, 'member', isTheirs, { memberId });
}

/** The engines differ in case and in what escapes unless told. */
const NAME_CONTAINS = "LOWER(project.name) LIKE LOWER(:part) ESCAPE '!'";

/** A pattern that takes `part` literally. */
const containing = (part: string): string => `%${part.replaceAll(/[%_!]/g, '!$&')}%`;

const stateOf = ({ name, displayName, projectNumber, active }: Project): object => ({
  name,
  display_name: displayName,
  project_number: projectNumber,
  active,
});
