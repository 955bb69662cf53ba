import type { FastifyRequest } from 'fastify';
import { publicIdOf } from '../shared/index.js';
import type { Where } from './decision-facts.js';

/** Null where nothing is named, NaN for what is no id. */
function idOf(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null;
  return publicIdOf(typeof value === 'number' ? String(value) : value) ?? Number.NaN;
}

/** An id in the path that is none cannot exist: the id of nothing. */
const inPath = (value: unknown): number | null => (value === undefined ? null : (publicIdOf(value) ?? 0));

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (value && typeof value === 'object' ? (value as Fields) : {});

/** Which company and project a request names, in header, path, query or body. */
export function whereOf(request: FastifyRequest): Where {
  const params = fieldsOf(request.params);
  const query = fieldsOf(request.query);
  const project = inPath(params.projectId) ?? idOf(query.project_id);
  const companies = [
    { name: 'Procore-Company-Id', id: idOf(request.headers['procore-company-id']) },
    { name: 'company_id', id: inPath(params.companyId) },
    { name: 'company_id', id: idOf(query.company_id) },
    { name: 'company_id', id: idOf(fieldsOf(request.body).company_id) },
  ];
  const malformed = [...companies, { name: 'project_id', id: project }].find(({ id }) => Number.isNaN(id));
  if (malformed) return { companies: [], project: null, malformed: malformed.name };
  const named = companies.map(({ id }) => id).filter((id) => id !== null);
  return { companies: [...new Set(named)], project };
}
