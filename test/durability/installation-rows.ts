import type { Database } from '../../src/database/index.js';
import type { Slot, State } from './installation-slots.js';

/** An installation as the tables hold it, with everything that belongs to it. */
export interface InstallationRow {
  readonly id: number;
  readonly state: State;
  /** Of the service account: principal and directory entry. */
  readonly isEnabled: boolean;
  readonly memberStatus: string | null;
  /** The projects as the last audit event tells them. */
  readonly auditedProjects: readonly number[];
  /** How often other processes were told. */
  readonly announcements: number;
}

interface Joined {
  readonly id: number;
  readonly status: State['status'];
  readonly enabled: number | null;
  readonly member_status: string | null;
}

/** The installation of a slot, if there is one. */
export async function rowOf(database: Database, { connector, company }: Slot): Promise<InstallationRow | undefined> {
  const [row] = await database.query<Joined>(
    `SELECT i.id, i.status, p.enabled, m.status AS member_status FROM app_installations i
     LEFT JOIN principals p ON p.id = i.principal_id
     LEFT JOIN members m ON m.company_id = i.company_id AND m.principal_id = i.principal_id
     WHERE i.app_id = ? AND i.company_id = ?`,
    [connector.app.id, company],
  );
  if (!row) return undefined;
  const projects = await database.query<{ project_id: number }>(
    'SELECT project_id FROM permitted_projects WHERE installation_id = ? ORDER BY project_id',
    [row.id],
  );
  const events = await database.query<{ action: string; after_state: string }>(
    "SELECT action, after_state FROM audit_events WHERE subject_type = 'installation' AND subject_id = ? ORDER BY id",
    [String(row.id)],
  );
  const news = await database.query('SELECT id FROM change_feed WHERE entry = ?', [
    `installation:${company}:${connector.app.id}`,
  ]);
  const { project_ids } = JSON.parse(events.at(-1)?.after_state ?? '{}') as { project_ids?: number[] };
  return {
    id: Number(row.id),
    state: {
      status: row.status,
      projects: projects.map(({ project_id }) => Number(project_id)),
      actions: events.map(({ action }) => action),
    },
    isEnabled: Number(row.enabled) === 1,
    memberStatus: row.member_status,
    auditedProjects: [...(project_ids ?? [])].sort((a, b) => a - b),
    announcements: news.length,
  };
}

/** What belongs to nothing: service accounts and audit events without their installation. */
export async function strays(database: Database): Promise<unknown[]> {
  const accounts = await database.query(
    `SELECT id, name FROM principals WHERE kind = 'service_account'
     AND id NOT IN (SELECT principal_id FROM app_installations WHERE principal_id IS NOT NULL)
     AND id NOT IN (SELECT principal_id FROM service_accounts)`,
  );
  const projects = await database.query(
    'SELECT * FROM permitted_projects WHERE installation_id NOT IN (SELECT id FROM app_installations)',
  );
  const ids = await database.query<{ id: number }>('SELECT id FROM app_installations');
  const events = await database.query<{ subject_id: string }>(
    "SELECT subject_id FROM audit_events WHERE subject_type = 'installation'",
  );
  const known = new Set(ids.map(({ id }) => String(id)));
  return [...accounts, ...projects, ...events.filter(({ subject_id }) => !known.has(subject_id))];
}
