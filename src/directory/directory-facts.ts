import { Injectable } from '@nestjs/common';
import type {
  Actions,
  CompanyFacts,
  DirectoryFactsPort,
  Levels,
  MemberFacts,
  Permissions,
  ProjectFacts,
  Role,
} from '../access/index.js';
import { ChangeStamps, Database, Entry, FactCache } from '../database/index.js';
import { effectivePermissions, NO_PERMISSIONS } from './permissions/permission-set.js';

const MAX_COMPANIES = 10_000;
const MAX_PROJECTS = 50_000;
const MAX_MEMBERS = 100_000;

interface CompanyRow {
  readonly environment: CompanyFacts['environment'];
  readonly active: number;
  readonly second_factor: string;
}

/** A row of levels with the template's beside them; JSON as text. */
interface PermissionsRow {
  readonly role: Role;
  readonly levels: string;
  readonly actions: string;
  readonly template_levels: string | null;
  readonly template_actions: string | null;
}

const COLUMNS = 'm.role, m.levels, m.actions, t.levels AS template_levels, t.actions AS template_actions';
const TEMPLATE = 'LEFT JOIN permission_templates t ON t.id = m.permission_template_id';

/** Anybody can name companies and projects that do not exist, or that they do not belong to. */
const isNone = (facts: object | null): boolean => facts === null;

/** What access decisions ask about companies, projects and their members: one statement each, then from memory. */
@Injectable()
export class DirectoryFacts implements DirectoryFactsPort {
  private readonly companies: FactCache<CompanyFacts | null>;
  private readonly projects: FactCache<ProjectFacts | null>;
  private readonly members: FactCache<MemberFacts | null>;
  private readonly projectMembers: FactCache<Permissions | null>;

  constructor(
    private readonly database: Database,
    stamps: ChangeStamps,
  ) {
    this.companies = new FactCache<CompanyFacts | null>(stamps, MAX_COMPANIES, isNone);
    this.projects = new FactCache<ProjectFacts | null>(stamps, MAX_PROJECTS, isNone);
    this.members = new FactCache<MemberFacts | null>(stamps, MAX_MEMBERS, isNone);
    this.projectMembers = new FactCache(stamps, MAX_MEMBERS);
  }

  company(id: number): Promise<CompanyFacts | null> {
    return this.companies.get(String(id), [Entry.company(id)], () => this.loadCompany(id));
  }

  project(id: number): Promise<ProjectFacts | null> {
    return this.projects.get(String(id), [Entry.project(id)], () => this.loadProject(id));
  }

  member(companyId: number, principalId: number): Promise<MemberFacts | null> {
    const entries = [Entry.member(companyId, principalId), Entry.company(companyId)];
    return this.members.get(`${companyId}:${principalId}`, entries, () => this.loadMember(companyId, principalId));
  }

  /** Null too for the service account of an installed app, whose projects are those of the installation. */
  projectMember(companyId: number, projectId: number, principalId: number): Promise<Permissions | null> {
    const entries = [Entry.member(companyId, principalId), Entry.company(companyId), Entry.project(projectId)];
    const key = `${companyId}:${projectId}:${principalId}`;
    return this.projectMembers.get(key, entries, () => this.loadProjectMember(companyId, projectId, principalId));
  }

  private async loadCompany(id: number): Promise<CompanyFacts | null> {
    const sql = 'SELECT environment, active, second_factor FROM companies WHERE id = ?';
    const [row] = await this.database.query<CompanyRow>(sql, [id]);
    if (!row) return null;
    const { environment, active, second_factor: secondFactor } = row;
    return { id, environment, active: Number(active) === 1, demandsSecondFactor: secondFactor === 'required' };
  }

  private async loadProject(id: number): Promise<ProjectFacts | null> {
    const rows = await this.database.query<{ company_id: number; active: number; tool: string | null }>(
      'SELECT p.company_id, p.active, t.tool FROM projects p ' +
        'LEFT JOIN project_tools t ON t.project_id = p.id AND t.active = 0 WHERE p.id = ?',
      [id],
    );
    if (rows.length === 0) return null;
    const disabledTools = new Set(rows.flatMap(({ tool }) => tool ?? []));
    return { id, companyId: Number(rows[0].company_id), active: Number(rows[0].active) === 1, disabledTools };
  }

  private async loadMember(companyId: number, principalId: number): Promise<MemberFacts | null> {
    type Row = PermissionsRow & { readonly status: MemberFacts['status']; readonly app_id: number | null };
    const [row] = await this.database.query<Row>(
      `SELECT m.status, m.app_id, ${COLUMNS} FROM members m ${TEMPLATE} WHERE m.company_id = ? AND m.principal_id = ?`,
      [companyId, principalId],
    );
    if (!row) return null;
    const { role, levels, actions } = row.app_id === null ? permissionsOf(row) : NO_PERMISSIONS;
    return { status: row.status, role, levels, actions };
  }

  private async loadProjectMember(
    companyId: number,
    projectId: number,
    principalId: number,
  ): Promise<Permissions | null> {
    const [row] = await this.database.query<PermissionsRow>(
      `SELECT ${COLUMNS} FROM project_members m ` +
        'JOIN members c ON c.company_id = m.company_id AND c.principal_id = m.principal_id AND c.app_id IS NULL ' +
        `${TEMPLATE} WHERE m.company_id = ? AND m.project_id = ? AND m.principal_id = ?`,
      [companyId, projectId, principalId],
    );
    return row ? permissionsOf(row) : null;
  }
}

function permissionsOf(row: PermissionsRow): Permissions {
  const template = row.template_levels === null ? null : setOf(row.template_levels, row.template_actions ?? '{}');
  return { role: row.role, ...effectivePermissions(template, setOf(row.levels, row.actions)) };
}

const setOf = (levels: string, actions: string): { levels: Levels; actions: Actions } => ({
  levels: JSON.parse(levels) as Levels,
  actions: JSON.parse(actions) as Actions,
});
