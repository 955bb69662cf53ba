import { jsonSchemaOf, plainProblem, type Problem, ProblemShape } from './shared/index.js';

const REQUEST = '5f9c1d0e-8f0b-4c52-9a51-0d3a2f1f7f10';

const example = (status: number, code: string, detail: string, more: Partial<Problem> = {}): Problem => ({
  ...plainProblem(status, code, detail, REQUEST),
  ...more,
});

/** What the server answers, by code. */
const EXAMPLES = [
  example(400, 'missing_company', 'Missing Procore-Company-Id header!'),
  example(400, 'company_mismatch', 'Header, path, query and body name different companies.'),
  example(401, 'missing_token', 'Send an access token: Authorization: Bearer …'),
  example(401, 'invalid_token', 'The access token is invalid'),
  example(403, 'insufficient_scope', 'The token needs the scope app_installations:manage.'),
  example(403, 'app_not_connected', 'App is not connected to this company.'),
  example(403, 'insufficient_role', 'Only a company administrator may do this.', { required_role: 'company:admin' }),
  example(404, 'not_found', 'Not found.'),
  example(409, 'try_again', 'Others are changing the same: try again.'),
  example(
    412,
    'precondition_failed',
    'The object is not as you saw it, or cannot be read here. Read it again, then repeat the change.',
  ),
  example(422, 'invalid_fields', 'Some fields are not valid.', {
    errors: { 'app.name': ['Too small: expected string to have >=1 characters'], website: ['is not a web address'] },
  }),
];

/** Said once: they stand in the refusals of every operation. */
export const REFUSAL_COMPONENTS = {
  schemas: { Problem: jsonSchemaOf(ProblemShape, 'output') },
  examples: Object.fromEntries(EXAMPLES.map((value) => [value.code, { summary: value.detail, value }])),
};

const PROBLEM = { $ref: '#/components/schemas/Problem' };

function refusal(status: number, description: string): Record<number, object> {
  const codes = EXAMPLES.filter((one) => one.status === status).map(({ code }) => code);
  const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
  const body = { schema: PROBLEM, examples };
  return { [status]: { description, content: { 'application/json': body, 'application/problem+json': body } } };
}

const INVALID = refusal(422, '`invalid_fields`: `errors` names every wrong field at once.');
const CONFLICT = refusal(409, 'The code says what it conflicts with, e.g. `try_again`.');
const CHANGED = refusal(412, '`precondition_failed`: the object is not as `If-Match` says.');

const CHANGE_REFUSALS: Readonly<Record<string, object>> = {
  POST: { ...INVALID, ...CONFLICT },
  PUT: { ...INVALID, ...CONFLICT, ...CHANGED },
  PATCH: { ...INVALID, ...CONFLICT, ...CHANGED },
  DELETE: { ...CONFLICT, ...CHANGED },
};

const REFUSALS = {
  ...refusal(400, 'E.g. `missing_company`, `company_mismatch`, `invalid_id`.'),
  ...refusal(401, '`missing_token` without a token, `invalid_token` for a dead one.'),
  ...refusal(403, 'The code says which row of the access decision refused, e.g. `insufficient_scope`.'),
  ...refusal(404, '`not_found`: there is none, or none that the caller may know of.'),
};

/** How an operation that needs a token may be refused, by status, whatever else it says of itself. */
export const refusalsOf = (method: string): Record<string, object> => ({ ...REFUSALS, ...CHANGE_REFUSALS[method] });
