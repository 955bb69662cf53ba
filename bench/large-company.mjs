/** Makes a company of the demo as large as W7 wants it. Rows go in by hand: the door would take an hour. */
const BATCH = 1_000;

export const SIZE = { projects: 10_000, members: 50_000, usage: 1_000_000, days: 30 };

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

/** Calls of a month by some apps, in many projects, through a handful of routes. */
async function addUsage(database, company, apps, now) {
  const projects = await idsOf(database, 'SELECT id FROM projects WHERE company_id = ? ORDER BY id', [company]);
  const today = now - (now % 86_400_000);
  const columns = ['id', 'day', 'client_id', 'app_id', 'company_id', 'principal_id', 'project_id', 'route', 'status'];
  const rest = ['denial', 'tool', 'level', 'calls', 'last_at', 'used_at'];
  const row = (at) => {
    const day = today - (at % SIZE.days) * 86_400_000;
    const app = apps[at % apps.length];
    const project = projects[(at * 7) % projects.length];
    const status = at % 11 === 0 ? 403 : 200;
    const id = new Date(day).toISOString().slice(0, 10).replaceAll('-', '') + String(at).padStart(32, '0');
    const told = [id, day, app.client_id, app.app_id, company, null, project];
    const route = `GET /rest/v1.0/projects/:projectId/${['rfis', 'rfis/:id'][at % 2]}`;
    return [...told, route, status, '', 'project.rfis', 'read_only', 1 + (at % 9), day, status === 200 ? day : null];
  };
  for (let from = 0; from < SIZE.usage; from += 50 * BATCH) {
    const rows = range(Math.min(50 * BATCH, SIZE.usage - from)).map((at) => row(from + at));
    await database.transaction(() => insert(database, 'api_usage', [...columns, ...rest], rows));
  }
}

/** The same without projects and routes, as the meter keeps it beside. */
async function addTotals(database, company, apps, now) {
  const today = now - (now % 86_400_000);
  const columns = ['id', 'day', 'scope', 'client_id', 'app_id', 'company_id', 'status', 'denial', 'calls', 'last_at'];
  const rows = range(SIZE.days * apps.length * 2).map((at) => {
    const day = today - (at % SIZE.days) * 86_400_000;
    const app = apps[at % apps.length];
    const told = [String(at).padStart(40, 't'), day, 'company', app.client_id, app.app_id, company];
    return [...told, at % 2 ? 403 : 200, '', 1_000, day];
  });
  await insert(database, 'usage_totals', columns, rows);
}

export async function enlarge(database, company, apps) {
  const now = await database.now();
  await addProjects(database, company, now);
  await addMembers(database, company, now);
  await addUsage(database, company, apps, now);
  await addTotals(database, company, apps, now);
}
