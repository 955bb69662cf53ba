import type { FastifyRequest } from 'fastify';
import { DomainError } from '../shared/index.js';
import type { Where } from './decision-facts.js';

const ID = /^[1-9]\d{0,15}$/;

function idOf(value: unknown, where: string): number | null {
  if (value === undefined || value === null || value === '') return null;
  const text = typeof value === 'number' ? String(value) : value;
  const id = typeof text === 'string' && ID.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(id)) return id;
  throw new DomainError('bad_request', 'invalid_id', `${where} must be one positive integer.`);
}

/** An id in the path that is none cannot exist: the id of nothing. */
const inPath = (value: unknown): number | null =>
  value === undefined
    ? null
    : typeof value === 'string' && ID.test(value) && Number.isSafeInteger(Number(value))
      ? Number(value)
      : 0;

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (value && typeof value === 'object' ? (value as Fields) : {});

/** Which company and project a request names, in header, path, query or body. */
export function whereOf(request: FastifyRequest): Where {
  const params = fieldsOf(request.params);
  const query = fieldsOf(request.query);
  const named = [
    idOf(request.headers['procore-company-id'], 'Procore-Company-Id'),
    inPath(params.companyId),
    idOf(query.company_id, 'company_id'),
    idOf(fieldsOf(request.body).company_id, 'company_id'),
  ].filter((id) => id !== null);
  return {
    companies: [...new Set(named)],
    project: inPath(params.projectId) ?? idOf(query.project_id, 'project_id'),
  };
}
