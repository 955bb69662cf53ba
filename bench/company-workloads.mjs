/** W7 of performance.md: an administrator of a large company. One connection; what is judged is p99. */
import { requestOf } from './http-client.mjs';
import { Person } from './person.mjs';

const SCOPE = 'tools:admin app_installations:manage directory:manage audit:read';
const INSTALL_MS = 250;
const PAGE_MS = 25;

function expect(answer, status) {
  if (answer.status === status) return answer;
  throw new Error(`expected ${status}, got ${answer.status} ${answer.body.slice(0, 300)}`);
}

const json = (method, path, token, value) =>
  requestOf(method, `/rest/v1.0${path}`, {
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(value),
  });

/** Each turn installs and uninstalls; only the first is timed. */
const installing = (token, { companies, clients, projects }) => ({
  name: 'W7 install',
  mostMilliseconds: INSTALL_MS,
  start: async () => {
    const company = companies.main.id;
    const install = json('POST', `/companies/${company}/app_installations`, token, {
      app_id: clients.not_installed.app_id,
      approved_permissions: { 'company.directory': 'read_only', 'project.rfis': 'standard' },
      permitted_projects: { mode: 'selected', project_ids: [projects.tower.id] },
    });
    return async (client) => {
      const began = performance.now();
      const { id } = JSON.parse(expect(await client.send(install), 201).body);
      const elapsed = performance.now() - began;
      const status = { company_id: company, app_installation: { status: 'uninstalled' } };
      expect(await client.send(json('PATCH', `/app_installations/${id}`, token, status)), 200);
      return elapsed;
    };
  },
});

const page = (token, name, path) => ({
  name: `W7 ${name}`,
  mostMilliseconds: PAGE_MS,
  start: async () => {
    const bytes = requestOf('GET', `/rest/v1.0${path}`, { headers: { Authorization: `Bearer ${token}` } });
    return async (client) => void expect(await client.send(bytes), 200);
  },
});

/** What is measured of the large company. */
export async function companyWorkloads({ port, demo, size }) {
  const admin = new Person(`http://127.0.0.1:${port}`, demo, { user: 'admin', client: 'swagger', scope: SCOPE });
  const token = await admin.token();
  const company = `/companies/${demo.companies.main.id}`;
  const last = (rows, perPage) => Math.floor(rows / perPage);
  const installation = demo.clients.data_connector.installation_id;
  return [
    installing(token, demo),
    page(token, 'installations', `${company}/app_installations`),
    page(token, 'members, first page', `${company}/users`),
    page(token, 'members, last page', `${company}/users?page=${last(size.members, 100)}`),
    page(token, 'projects, first page', `${company}/projects`),
    page(token, 'projects, last page', `${company}/projects?page=${last(size.projects, 100)}`),
    page(token, 'usage by app and day', `${company}/app_usage`),
    page(token, 'usage by project', `${company}/app_usage?group_by=project`),
    page(token, 'the same, last page', `${company}/app_usage?group_by=project&page=${last(size.projects, 100)}`),
    page(token, 'usage by person', `${company}/app_usage?group_by=principal`),
    page(token, 'the same, last page', `${company}/app_usage?group_by=principal&page=${last(size.members, 100)}`),
    page(token, 'usage of an app by project', `${company}/app_installations/${installation}/usage?group_by=project`),
    page(token, 'usage by route, status', `${company}/app_usage?group_by=route,status`),
    page(token, 'usage of one app', `${company}/app_installations/${installation}/usage`),
    page(token, 'advice', `${company}/app_installations/${installation}/advice`),
    page(token, 'audit events', `${company}/audit_events`),
  ];
}
