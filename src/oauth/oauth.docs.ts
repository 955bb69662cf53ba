import type { SchemaObject } from './schema-object.js';

const text = (description: string, example?: string): SchemaObject => ({ type: 'string', description, example });

const CLIENT: Record<string, SchemaObject> = {
  client_id: text('The client, unless it is named in the Authorization header.'),
  client_secret: text('Its secret, unless it is in the Authorization header. Public clients have none.'),
  client_assertion_type: text('With an assertion.', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: text('Instead of a secret: a JWT signed with one of the client’s keys (RFC 7523).'),
};

/** The bodies of the protocol endpoints as OpenAPI shows them; the endpoints themselves read them by hand. */
export const TOKEN_DOC: SchemaObject = {
  type: 'object',
  example: { grant_type: 'client_credentials', client_id: 'x7Qa…', client_secret: 'ghcs_…' },
  required: ['grant_type'],
  properties: {
    grant_type: { type: 'string', enum: ['authorization_code', 'refresh_token', 'client_credentials'] },
    ...CLIENT,
    code: text('authorization_code: the code.'),
    redirect_uri: text('authorization_code: the same as in the authorization request.'),
    code_verifier: text('authorization_code with PKCE (RFC 7636).'),
    refresh_token: text('refresh_token: the newest one.'),
    scope: text('Blank-separated; absent: the default scopes.', 'project.rfis:read'),
    company_id: text('client_credentials: narrows the token to one company.'),
    project_ids: text('client_credentials: narrows the token to these projects, blank-separated.'),
  },
};

export const TOKEN_RESPONSE_DOC: SchemaObject = {
  type: 'object',
  properties: {
    access_token: text('Encrypted; send it as it is.'),
    token_type: text('', 'bearer'),
    expires_in: { type: 'integer', example: 5400 },
    refresh_token: text('Where the client may refresh.'),
    id_token: text('With the scope `openid`: who signed in (OpenID Connect Core §2).'),
    scope: text('', 'tools:admin'),
    created_at: { type: 'integer', example: 1_760_000_000 },
  },
};

export const REVOKE_DOC: SchemaObject = {
  type: 'object',
  example: { token: 'eyJ…', client_id: 'x7Qa…', client_secret: 'ghcs_…' },
  required: ['token'],
  properties: { token: text('An access or refresh token.'), token_type_hint: text('Ignored.'), ...CLIENT },
};

export const INTROSPECT_DOC: SchemaObject = REVOKE_DOC;

export const TOKEN_INFO_DOC: SchemaObject = {
  type: 'object',
  properties: {
    resource_owner_id: { type: 'integer', nullable: true, example: 42 },
    scopes: { type: 'array', items: { type: 'string' }, example: ['tools:admin'] },
    expires_in_seconds: { type: 'integer', example: 5400 },
    application: { type: 'object', properties: { uid: text('client_id') } },
    created_at: { type: 'integer', example: 1_760_000_000 },
    companies: { type: 'array', items: { type: 'integer' }, description: 'Of user tokens: the connected companies.' },
  },
};

export const USERINFO_DOC: SchemaObject = {
  type: 'object',
  required: ['sub'],
  properties: {
    sub: text('The person, by the name that this app knows them by.', 'KUeGbBkUJGKRl8MS5JFngwG9Ud645iqr7ctcycWcZRA'),
    name: text('With `profile`.', 'Ada Bauer'),
    locale: text('With `profile`, where the person chose one.', 'es'),
    email: text('With `email`.', 'ada@northwind.example'),
    email_verified: { type: 'boolean', description: 'With `email`: whether a link that we sent there was followed.' },
  },
};

export const INTROSPECTION_DOC: SchemaObject = {
  type: 'object',
  required: ['active'],
  properties: {
    active: { type: 'boolean' },
    scope: text('Blank-separated.', 'tools:admin'),
    client_id: text('Whom the token was issued to.'),
    token_type: text('', 'bearer'),
    exp: { type: 'integer' },
    iat: { type: 'integer' },
  },
  example: { active: false },
};

export const REVOKED_DOC: SchemaObject = { type: 'object', example: {} };

/** A discovery document; what is in it is what is implemented. */
export const METADATA_DOC: SchemaObject = {
  type: 'object',
  additionalProperties: true,
  example: { issuer: 'https://gatehouse.example', token_endpoint: 'https://gatehouse.example/oauth/token' },
};

export const RESOURCE_DOC: SchemaObject = {
  type: 'object',
  additionalProperties: true,
  example: { resource: 'https://gatehouse.example', authorization_servers: ['https://gatehouse.example'] },
};

export const JWKS_DOC: SchemaObject = {
  type: 'object',
  required: ['keys'],
  properties: { keys: { type: 'array', items: { type: 'object', additionalProperties: true } } },
  example: { keys: [{ kty: 'EC', crv: 'P-256', kid: 'k1', use: 'sig', alg: 'ES256' }] },
};

export const ERROR_DOC: SchemaObject = {
  type: 'object',
  properties: { error: text('', 'invalid_grant'), error_description: text('What to do next.') },
};
