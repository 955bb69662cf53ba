import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  createTable,
  dropTables,
  flag,
  id,
  longText,
  optional,
  primary,
  ref,
  type TableDefinition,
  text,
  time,
} from '../database/index.js';

const permissions = (): TableDefinition['columns'] => ({
  levels: longText(),
  actions: longText(),
  permission_template_id: optional(ref()),
});

const changes = (): TableDefinition['columns'] => ({ created_at: time(), updated_at: time() });

export class Directory1760000000700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'companies', {
      columns: {
        id: id(runner),
        name: text(200),
        environment: text(20),
        active: flag(),
        allow_user_installs: flag(),
        created_at: time(),
      },
    });
    await createTable(runner, 'projects', {
      columns: {
        id: id(runner),
        company_id: ref(),
        name: text(200),
        display_name: optional(text(200)),
        project_number: optional(text(100)),
        active: flag(),
        ...changes(),
      },
      indices: { ix_projects_company: ['company_id'] },
      references: { company_id: 'companies' },
    });
    await createTable(runner, 'project_tools', {
      columns: { project_id: primary(ref()), tool: primary(text(80)), active: flag(), position: ref() },
      references: { project_id: 'projects' },
    });
    await createTable(runner, 'permission_templates', templates(runner));
    await createTable(runner, 'members', members(runner));
    await createTable(runner, 'project_members', projectMembers(runner));
  }

  async down(runner: QueryRunner): Promise<void> {
    const children = ['project_members', 'members', 'permission_templates', 'project_tools'];
    await dropTables(runner, ...children, 'projects', 'companies');
  }
}

const templates = (runner: QueryRunner): TableDefinition => ({
  columns: {
    id: id(runner),
    company_id: ref(),
    project_id: optional(ref()),
    name: text(100),
    type: text(20),
    category: text(20),
    levels: longText(),
    actions: longText(),
    ...changes(),
  },
  unique: { ux_permission_templates_company_name: ['company_id', 'name'] },
  indices: { ix_permission_templates_project: ['project_id'] },
  references: { company_id: 'companies', project_id: 'projects' },
});

const members = (runner: QueryRunner): TableDefinition => ({
  columns: {
    id: id(runner),
    company_id: ref(),
    principal_id: ref(),
    status: text(20),
    role: text(20),
    first_name: text(100),
    last_name: text(200),
    email: optional(text(254)),
    email_key: optional(text(254)),
    title: optional(text(100)),
    ...permissions(),
    app_id: optional(ref()),
    ...changes(),
  },
  unique: {
    ux_members_company_principal: ['company_id', 'principal_id'],
    ux_members_company_email: ['company_id', 'email_key'],
  },
  indices: { ix_members_principal: ['principal_id'], ix_members_template: ['permission_template_id'] },
  references: { company_id: 'companies', principal_id: 'principals', permission_template_id: 'permission_templates' },
});

const projectMembers = (runner: QueryRunner): TableDefinition => ({
  columns: {
    id: id(runner),
    company_id: ref(),
    project_id: ref(),
    principal_id: ref(),
    role: text(20),
    ...permissions(),
    ...changes(),
  },
  unique: { ux_project_members_project_principal: ['project_id', 'principal_id'] },
  indices: {
    ix_project_members_company_principal: ['company_id', 'principal_id'],
    ix_project_members_template: ['permission_template_id'],
  },
  references: {
    company_id: 'companies',
    project_id: 'projects',
    principal_id: 'principals',
    permission_template_id: 'permission_templates',
  },
});
