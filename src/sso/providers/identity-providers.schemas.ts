import { z } from 'zod';
import { asTime, nameText } from '../../shared/index.js';
import { TOKEN_AUTHENTICATIONS } from './identity-provider.entity.js';
import type { ProviderChange } from './identity-providers.js';
import type { OwnProvider } from './own-provider.js';

const VISIBLE = /^[\x21-\x7e]+$/;
const url = (description: string) => z.string().max(2_000).nullable().meta({ description, format: 'uri' });

const fields = {
  name: nameText(100).meta({ description: 'As people see it when they sign in.' }),
  issuer: url(
    'Alone, the endpoints are discovered (OpenID Connect Discovery 1.0). Null: plain OAuth 2.0, whose people cannot prove ' +
      'a new sign-in, since no ID token tells its `auth_time`.',
  ),
  authorization_endpoint: url('Together with `token_endpoint`, and `jwks_uri` or `userinfo_endpoint`, by hand.'),
  token_endpoint: url('Where codes are redeemed.'),
  userinfo_endpoint: url('Where it tells who signed in.'),
  jwks_uri: url('The keys of its ID tokens.'),
  end_session_endpoint: url('Where people may sign out of it, too.'),
  client_id: z.string().min(1).max(255).regex(VISIBLE, 'must be visible ASCII').meta({ description: 'Ours, there.' }),
  client_secret: z
    .string()
    .min(1)
    .max(1_000)
    .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')
    .meta({ description: 'Kept sealed, and shown to nobody.' }),
  token_endpoint_auth_method: z.enum(TOKEN_AUTHENTICATIONS),
  scopes: z
    .string()
    .max(200)
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/, 'must be scopes with one blank between'),
  active: z.boolean().meta({
    description:
      'While not, nobody signs in there, and nothing is enforced. People of its domains who have no password get none by ' +
      'mail meanwhile: they do where its domains are withdrawn or lost.',
  }),
  email_addresses_are_authoritative: z.boolean().meta({
    description:
      'Whether its addresses count without `email_verified`: only where the company alone decides which they are.',
  }),
  creates_members: z.boolean().meta({ description: 'Whether new people of its domains become members.' }),
  default_permission_template_id: z.number().int().positive().nullable().meta({
    description: 'The company template that such members get; one that makes administrators is refused.',
  }),
  enforced: z.boolean().meta({ description: 'Whether people of its domains sign in nowhere else.' }),
  emergency_administrator_ids: z.array(z.number().int().positive()).max(20).meta({
    description: 'Who may use a password all the same: active administrators of the company.',
  }),
};

const EXAMPLE = {
  name: 'Northwind',
  issuer: 'https://login.northwind.example',
  client_id: 'gatehouse',
  client_secret: 'as the provider shows it',
  creates_members: true,
};

/** Body of `POST …/identity_providers`. */
export const NewProviderBody = z
  .strictObject({
    ...fields,
    issuer: fields.issuer.default(null),
    authorization_endpoint: fields.authorization_endpoint.default(null),
    token_endpoint: fields.token_endpoint.default(null),
    userinfo_endpoint: fields.userinfo_endpoint.default(null),
    jwks_uri: fields.jwks_uri.default(null),
    end_session_endpoint: fields.end_session_endpoint.default(null),
    token_endpoint_auth_method: fields.token_endpoint_auth_method.optional(),
    scopes: fields.scopes.default('openid email profile'),
    active: fields.active.default(true),
    email_addresses_are_authoritative: fields.email_addresses_are_authoritative.default(false),
    creates_members: fields.creates_members.default(false),
    default_permission_template_id: fields.default_permission_template_id.default(null),
    enforced: fields.enforced.default(false),
    emergency_administrator_ids: fields.emergency_administrator_ids.default([]),
  })
  .meta({ example: EXAMPLE });
export type NewProviderBody = z.output<typeof NewProviderBody>;

/** Body of `PATCH …/identity_providers/{id}`: what is left out stays. */
export const ChangeProviderBody = z
  .strictObject(fields)
  .partial()
  .meta({ example: { creates_members: false, enforced: true, emergency_administrator_ids: [1203] } });
export type ChangeProviderBody = z.output<typeof ChangeProviderBody>;

const { client_secret: _, ...shown } = fields;

export const ProviderShape = z
  .object({
    id: z.number().int(),
    ...shown,
    redirect_uri: z.string().meta({ description: 'What to register there.' }),
    sign_in_url: z.string().meta({ description: 'Where its people may begin.' }),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({
    example: {
      id: 7,
      name: 'Northwind',
      issuer: EXAMPLE.issuer,
      authorization_endpoint: 'https://login.northwind.example/authorize',
      token_endpoint: 'https://login.northwind.example/token',
      userinfo_endpoint: 'https://login.northwind.example/userinfo',
      jwks_uri: 'https://login.northwind.example/jwks',
      end_session_endpoint: null,
      client_id: 'gatehouse',
      token_endpoint_auth_method: 'client_secret_basic',
      scopes: 'openid email profile',
      active: true,
      email_addresses_are_authoritative: false,
      creates_members: true,
      default_permission_template_id: null,
      enforced: false,
      emergency_administrator_ids: [],
      redirect_uri: 'https://gatehouse.example/sign-in/sso/4fZ0mJ7oWcHq2yK9sB3xLe/callback',
      sign_in_url: 'https://gatehouse.example/sign-in/sso/4fZ0mJ7oWcHq2yK9sB3xLe',
      created_at: '2026-01-15T08:00:00.000Z',
      updated_at: '2026-01-15T08:00:00.000Z',
    },
  });
export type ProviderBody = z.input<typeof ProviderShape>;

export const TestedShape = z
  .object({
    usable: z.boolean(),
    checks: z.array(
      z.object({
        check: z.enum(['discovery', 'keys', 'client']),
        outcome: z.enum(['pass', 'fail', 'skipped']),
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({
    example: { usable: true, checks: [{ check: 'discovery', outcome: 'pass', detail: null }] },
  });

/** Only what was sent. */
export const changeOf = (body: Partial<NewProviderBody>): ProviderChange =>
  Object.fromEntries(
    Object.entries(body)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [OURS[name] ?? name, value]),
  );

const OURS: Readonly<Record<string, string>> = {
  authorization_endpoint: 'authorizationEndpoint',
  token_endpoint: 'tokenEndpoint',
  userinfo_endpoint: 'userinfoEndpoint',
  jwks_uri: 'jwksUri',
  end_session_endpoint: 'endSessionEndpoint',
  client_id: 'clientId',
  client_secret: 'clientSecret',
  token_endpoint_auth_method: 'tokenAuthentication',
  email_addresses_are_authoritative: 'vouchesForEmails',
  creates_members: 'createsMembers',
  default_permission_template_id: 'defaultTemplateId',
  emergency_administrator_ids: 'emergencyAdministrators',
};

export const providerBody = ({ provider, emergencyAdministrators }: OwnProvider, issuer: string): ProviderBody => ({
  id: Number(provider.id),
  name: provider.name,
  issuer: provider.issuer,
  authorization_endpoint: provider.authorizationEndpoint,
  token_endpoint: provider.tokenEndpoint,
  userinfo_endpoint: provider.userinfoEndpoint,
  jwks_uri: provider.jwksUri,
  end_session_endpoint: provider.endSessionEndpoint,
  client_id: provider.clientId,
  token_endpoint_auth_method: provider.tokenAuthentication,
  scopes: provider.scopes,
  active: provider.active,
  email_addresses_are_authoritative: provider.vouchesForEmails,
  creates_members: provider.createsMembers,
  default_permission_template_id: provider.defaultTemplateId,
  enforced: provider.enforced,
  emergency_administrator_ids: [...emergencyAdministrators],
  redirect_uri: `${issuer}/sign-in/sso/${provider.handle}/callback`,
  sign_in_url: `${issuer}/sign-in/sso/${provider.handle}`,
  created_at: asTime(provider.createdAt),
  updated_at: asTime(provider.updatedAt),
});
