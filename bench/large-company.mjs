import { USAGE_COLUMNS } from '../dist/src/usage/usage-counts.js';
import { SUBJECT_COLUMNS, subjectsOf } from '../dist/src/usage/usage-subjects.js';
import { TOTAL_COLUMNS, totalsOf } from '../dist/src/usage/usage-totals.js';

/** Makes a company of the demo as large as W7 wants it. Rows go in by hand: the door would take an hour. */
const BATCH = 1_000;
const DAY_MS = 86_400_000;

export const SIZE = { projects: 10_000, members: 50_000, usage: 1_000_000, days: 30, routes: 40 };

async function insert(database, table, columns, rows) {
  for (let from = 0; from < rows.length; from += BATCH) {
    const part = rows.slice(from, from + BATCH);
    const marks = part.map(() => `(${columns.map(() => '?').join(',')})`).join(',');
    await database.execute(`INSERT INTO ${table} (${columns.join(',')}) VALUES ${marks}`, part.flat());
  }
}

const idsOf = async (database, sql, parameters) => (await database.query(sql, parameters)).map(({ id }) => Number(id));

const range = (length) => Array.from({ length }, (_, at) => at);

async function addProjects(database, company, now) {
  const rows = range(SIZE.projects).map((at) => [company, `Site ${at}`, 1, now, now]);
  await insert(database, 'projects', ['company_id', 'name', 'active', 'created_at', 'updated_at'], rows);
}

async function addMembers(database, company, now) {
  const people = range(SIZE.members).map((at) => ['user', `Worker ${at}`, 1, 0, now]);
  await insert(database, 'principals', ['kind', 'name', 'enabled', 'epoch', 'created_at'], people);
  const ids = await idsOf(database, "SELECT id FROM principals WHERE name LIKE 'Worker %' ORDER BY id");
  const emailOf = (id) => `worker-${id}@large.example`;
  await insert(
    database,
    'users',
    ['principal_id', 'email', 'email_key'],
    ids.map((id) => [id, emailOf(id), emailOf(id)]),
  );
  const columns = ['company_id', 'principal_id', 'status', 'role', 'first_name', 'last_name', 'email', 'email_key'];
  const rest = ['levels', 'actions', 'created_at', 'updated_at'];
  const member = (id) => [company, id, 'active', 'member', 'Worker', String(id), emailOf(id), emailOf(id)];
  const rows = ids.map((id) => [...member(id), '{}', '{}', now, now]);
  await insert(database, 'members', [...columns, ...rest], rows);
}

/** Calls of a month by some apps and people, in all projects, as the meter would have counted them. */
async function usageOf(database, company, apps, now) {
  const projects = await idsOf(database, 'SELECT id FROM projects WHERE company_id = ? ORDER BY id', [company]);
  const people = await idsOf(database, 'SELECT principal_id AS id FROM members WHERE company_id = ?', [company]);
  const today = now - (now % DAY_MS);
  return range(SIZE.usage).map((at) => {
    // The same remainder everywhere would give each project its own day, app and route.
    const [mixed, more] = [at + Math.floor(at / 1_000), at + Math.floor(at / 10_000)];
    const day = today - (mixed % SIZE.days) * DAY_MS;
    const app = apps[more % apps.length];
    const status = at % 11 === 0 ? 403 : 200;
    const id = new Date(day).toISOString().slice(0, 10).replaceAll('-', '') + String(at).padStart(32, '0');
    const told = [id, day, app.client_id, app.app_id, company, people[(at * 13) % people.length]];
    const route = `GET /rest/v1.0/projects/{projectId}/tool_${mixed % SIZE.routes}`;
    const what = [projects[(at * 7) % projects.length], route, status, '', 'project.rfis', 'read_only'];
    return [...told, ...what, 1 + (at % 9), day, status === 200 ? day : null];
  });
}

async function addUsage(database, company, apps, now) {
  const usage = await usageOf(database, company, apps, now);
  const tables = [
    ['api_usage', USAGE_COLUMNS, usage],
    ['usage_totals', TOTAL_COLUMNS, totalsOf(usage)],
    ['usage_subjects', SUBJECT_COLUMNS, subjectsOf(usage)],
  ];
  for (const [table, columns, rows] of tables) await insert(database, table, columns.split(', '), rows);
}

export async function enlarge(database, company, apps) {
  const now = await database.now();
  await addProjects(database, company, now);
  await addMembers(database, company, now);
  await addUsage(database, company, apps, now);
}
