import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, In, IsNull } from 'typeorm';
import { Database, Entry } from '../../database/index.js';
import { invalidFields, notFound, Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { duplicateTemplate, templateInUse } from '../directory.errors.js';
import { Administrators } from '../members/administrators.js';
import { Member } from '../members/member.entity.js';
import { ProjectMember } from '../members/project-member.entity.js';
import { PermissionRules, type ProposedPermissions } from '../permissions/permission-rules.js';
import { Project } from '../projects/project.entity.js';
import { PermissionTemplate, type TemplateType } from './permission-template.entity.js';

export type NewTemplate = Pick<PermissionTemplate, 'name' | 'type' | 'category' | 'projectId'> & ProposedPermissions;
export type TemplateChange = Partial<NewTemplate>;

type Where = FindOptionsWhere<PermissionTemplate> | FindOptionsWhere<PermissionTemplate>[];

/** How Procore's clients call the two fields. */
const WIRE_NAMES = {
  levels: 'permission_template.user_access_levels',
  actions: 'permission_template.permissions',
};

const kindOf = (type: TemplateType) => (type === 'company_tools' ? 'company' : 'project');

/** Named sets of permissions. A change is in force for everybody who has the template. */
@Injectable()
export class PermissionTemplates {
  constructor(
    private readonly database: Database,
    private readonly changes: DirectoryChanges,
    private readonly rules: PermissionRules,
    private readonly administrators: Administrators,
  ) {}

  create(companyId: number, template: NewTemplate): Promise<PermissionTemplate> {
    return this.changes.within(companyId, async () => {
      await this.requireProject(companyId, template);
      const permissions = this.rules.check(kindOf(template.type), template, { names: WIRE_NAMES });
      const now = await this.database.now();
      const row = { ...template, ...permissions, companyId, createdAt: now, updatedAt: now };
      const { identifiers } = await this.unique(() => this.database.repository(PermissionTemplate).insert({ ...row }));
      const created: PermissionTemplate = { ...row, id: Number(identifiers[0].id) };
      await this.record('permission_template.created', null, created);
      return created;
    });
  }

  update(companyId: number, id: number, change: TemplateChange): Promise<PermissionTemplate> {
    return this.changes.within(companyId, async () => {
      const before = await this.get(companyId, id);
      refuseMove(before, change);
      const proposed = { levels: change.levels ?? before.levels, actions: change.actions ?? before.actions };
      const permissions = this.rules.check(kindOf(before.type), proposed as ProposedPermissions, { names: WIRE_NAMES });
      const after = { ...before, ...change, ...permissions, updatedAt: await this.database.now() };
      const { name, category, levels, actions, updatedAt } = after;
      const row = { name, category, levels, actions, updatedAt };
      await this.unique(() => this.database.repository(PermissionTemplate).update({ id }, row));
      const madeAdministrators = before.levels['company.directory'] === 'admin';
      if (madeAdministrators && levels['company.directory'] !== 'admin')
        await this.administrators.requireOneLeft(companyId);
      await this.record('permission_template.changed', before, after);
      return after;
    });
  }

  /** Throws template_in_use while anybody has it. */
  delete(companyId: number, id: number): Promise<void> {
    return this.changes.within(companyId, async () => {
      const template = await this.get(companyId, id);
      for (const entity of [Member, ProjectMember]) {
        if (await this.database.repository(entity).existsBy({ permissionTemplateId: id })) throw templateInUse();
      }
      await this.database.repository(PermissionTemplate).delete({ id });
      await this.record('permission_template.deleted', template, null);
    });
  }

  /** Throws not_found where the company has no such template. */
  async get(companyId: number, id: number): Promise<PermissionTemplate> {
    const template = await this.database.repository(PermissionTemplate).findOneBy({ companyId, id });
    if (!template) throw notFound();
    return template;
  }

  async list(companyId: number, query: PageQuery, type?: TemplateType): Promise<Paged<PermissionTemplate>> {
    const where = { companyId, ...(type ? { type } : {}) };
    return this.page(where, query);
  }

  /** Those that can be applied in a project. */
  listForProject(companyId: number, projectId: number, query: PageQuery): Promise<Paged<PermissionTemplate>> {
    return this.page(
      [
        { companyId, type: 'global', projectId: IsNull() },
        { companyId, projectId },
      ],
      query,
    );
  }

  /** By id, for answers that show members with their templates. */
  async byIds(ids: readonly (number | null)[]): Promise<Map<number, PermissionTemplate>> {
    const known = [...new Set(ids)].filter((id) => id !== null);
    if (known.length === 0) return new Map();
    const templates = await this.database.repository(PermissionTemplate).findBy({ id: In(known) });
    return new Map(templates.map((template) => [template.id, template]));
  }

  private async page(where: Where, query: PageQuery): Promise<Paged<PermissionTemplate>> {
    const [items, total] = await this.database
      .repository(PermissionTemplate)
      .findAndCount({ where, order: { id: 'ASC' }, ...pageWindow(query) });
    return new Paged(items, total, query);
  }

  private async requireProject(companyId: number, { type, projectId }: NewTemplate): Promise<void> {
    const field = 'permission_template.project_id';
    if (type !== 'project_specific') {
      if (projectId !== null) throw invalidFields({ [field]: ['is for project_specific templates only'] });
      return;
    }
    const exists =
      projectId !== null && (await this.database.repository(Project).existsBy({ id: projectId, companyId }));
    if (!exists) throw invalidFields({ [field]: ['must be a project of this company'] });
  }

  private async unique<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (this.database.dialect.isDuplicateKey(error)) throw duplicateTemplate();
      throw error;
    }
  }

  private record(action: string, before: PermissionTemplate | null, after: PermissionTemplate | null): Promise<void> {
    const { id, companyId } = (after ?? before) as PermissionTemplate;
    return this.changes.record(Entry.company(companyId), {
      action,
      subjectType: 'permission_template',
      subjectId: id,
      companyId,
      before: before && stateOf(before),
      after: after && stateOf(after),
    });
  }
}

/** A template keeps its type and its project for life: members have it because of them. */
function refuseMove(
  template: PermissionTemplate,
  { type = template.type, projectId = template.projectId }: TemplateChange,
) {
  const faults = {
    ...(type !== template.type && { 'permission_template.type': ['cannot be changed'] }),
    ...(projectId !== template.projectId && { 'permission_template.project_id': ['cannot be changed'] }),
  };
  if (Object.keys(faults).length > 0) throw invalidFields(faults);
}

const stateOf = ({ name, type, category, projectId, levels, actions }: PermissionTemplate): object => ({
  name,
  type,
  category,
  project_id: projectId,
  levels,
  actions,
});
