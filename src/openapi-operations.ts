import type { OpenAPIObject } from '@nestjs/swagger';
import { type AccessRequirement, neededScope } from './access/index.js';
import { IDEMPOTENCY_HEADER } from './requests/index.js';
import { refusalsOf } from './openapi-refusals.js';

const REST = '/rest/v1.0';

type Parameter = Record<string, unknown> & { readonly name: string; readonly in: string };

interface Operation {
  [key: string]: unknown;
  description?: string;
  parameters?: Parameter[];
  responses?: Record<string, unknown>;
}

/** The decorators feed guard and document alike, so that what is documented is what is enforced. */
export function documentAccess(
  document: OpenAPIObject,
  route: { method: string; path: string; requirement: AccessRequirement },
): void {
  if (route.requirement.isPublic) return;
  const path = `${REST}${route.path.replace(/:(\w+)/g, '{$1}')}`;
  const operation = (document.paths[path] as Record<string, Operation> | undefined)?.[route.method.toLowerCase()];
  if (!operation) return;
  const scope = neededScope(route.requirement);
  operation.security = [{ oauth2: scope ? [scope] : [] }, { bearer: [] }];
  operation['x-access'] = route.requirement;
  operation.description = [operation.description, accessText(route.requirement)].filter(Boolean).join('\n\n');
  operation.parameters = [...withPlace(path, operation.parameters ?? []), ...headersOf(route.method)];
  operation.responses = { ...refusalsOf(route.method), ...operation.responses };
}

const ID = { type: 'integer', minimum: 1 };

const COMPANY_HEADER: Parameter = {
  name: 'Procore-Company-Id',
  in: 'header',
  required: false,
  description: 'The company to act in, where nothing else in the request tells it.',
  schema: ID,
};

/** The guard reads company and project, so that handlers need not name them; the document must. */
function withPlace(path: string, parameters: readonly Parameter[]): Parameter[] {
  const known = new Set(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name));
  const missing = [...path.matchAll(/\{(\w+)\}/g)]
    .filter(([, name]) => !known.has(name))
    .map(([, name]) => ({ name, in: 'path', required: true, schema: ID }));
  const header = path.includes('{companyId}') ? [] : [COMPANY_HEADER];
  return [...missing, ...parameters, ...header];
}

const header = (name: string, description: string, example: string): Parameter => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
  example,
});

const IDEMPOTENCY: Parameter = header(
  IDEMPOTENCY_HEADER,
  'Send the same token with the same request, and it happens once: the first answer is given again for a day.',
  '5f9c1d0e-8f0b-4c52-9a51-0d3a2f1f7f10',
);

const IF_MATCH: Parameter = header(
  'If-Match',
  'The `ETag` of the object as you read it: the change is refused with 412 where somebody else was faster.',
  '"Hq3sU2x1yQm0b8cZ7vK4tPq9w_e"',
);

function headersOf(method: string): Parameter[] {
  if (method === 'POST') return [IDEMPOTENCY];
  if (method === 'PATCH') return [IDEMPOTENCY, IF_MATCH];
  return method === 'PUT' || method === 'DELETE' ? [IF_MATCH] : [];
}

function accessText(requirement: AccessRequirement): string {
  const { companyRole, projectRole, tool, orTool, orServiceAccount } = requirement;
  const needs = [
    neededScope(requirement) && `scope \`${neededScope(requirement)}\``,
    companyRole && `company role \`${companyRole}\``,
    projectRole && `project role \`${projectRole}\``,
    tool && `\`${tool.level}\` on \`${tool.name}\`${tool.action ? ` or the action \`${tool.action}\`` : ''}`,
    orTool && `(or \`${orTool.level}\` on \`${orTool.name}\` instead of the role)`,
    orServiceAccount && '(or a company-managed service account that was given the scope)',
  ].filter(Boolean);
  return needs.length > 0 ? `**Access:** ${needs.join(', ')}.` : '**Access:** any valid token.';
}
