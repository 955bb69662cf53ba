import { z } from 'zod';
import { type ClientEntity, type IssuedSecret, OUT_OF_BAND, redirectUriFault } from '../clients/index.js';
import { SIGNING_ALGORITHMS } from '../keys/index.js';
import { asTime } from '../shared/index.js';

export const MAX_ENTRIES = 50;

const isDistinct = (entries: readonly string[]): boolean => new Set(entries).size === entries.length;

const listOf = <S extends z.ZodType<string>>(item: S): z.ZodArray<S> =>
  z.array(item).max(MAX_ENTRIES).refine(isDistinct, 'must not repeat an entry');

export const RedirectUri = z.string().superRefine((uri, context) => {
  const fault = redirectUriFault(uri);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});

/** Nobody is shown a page of ours instead: the browser goes there. */
const PostLogoutRedirectUri = RedirectUri.refine((uri) => uri !== OUT_OF_BAND, 'must be an address of the app');

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** RFC 6454 §6.2: scheme, host and port, as browsers write the `Origin` header. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text) || new URL(text).origin !== text) return false;
  return text.startsWith('https://') || LOOPBACK.test(text);
}

const Origin = z.string().max(500).refine(isOrigin, 'must be an https origin such as https://app.example.com');
const GrantTypeName = z.enum(['authorization_code', 'refresh_token', 'client_credentials']);

const fields = {
  post_logout_redirect_uris: listOf(PostLogoutRedirectUri).meta({
    description: 'Where people may go on to after they were signed out, to the character.',
  }),
  backchannel_logout_uri: z.string().min(1).max(2_000).nullable().meta({
    description: 'Where logout tokens are posted to when a session ends: https, in the public internet. Null: nowhere.',
    format: 'uri',
  }),
  id_token_signed_response_alg: z
    .enum(SIGNING_ALGORITHMS)
    .meta({ description: 'What ID tokens are signed with; ES256 unless the client cannot.' }),
  grant_types: listOf(GrantTypeName).min(1),
  redirect_uris: listOf(RedirectUri),
  allowed_origins: listOf(Origin).meta({ description: 'Origins whose scripts may call the API with its tokens.' }),
  default_scopes: listOf(z.string().max(100)).meta({
    description: 'What a request without `scope` gets. Management scopes are refused.',
  }),
};

/** The settings of an app's clients when the app is registered. */
export const NewClientFields = {
  client_type: z.enum(['confidential', 'public']).default('confidential'),
  profile: z.enum(['compatible', 'oauth21']).default('compatible'),
  grant_types: fields.grant_types.default(['authorization_code', 'refresh_token']),
  redirect_uris: fields.redirect_uris.default([]),
  allowed_origins: fields.allowed_origins.default([]),
  default_scopes: fields.default_scopes.optional(),
  id_token_signed_response_alg: fields.id_token_signed_response_alg.default('ES256'),
  post_logout_redirect_uris: fields.post_logout_redirect_uris.default([]),
  backchannel_logout_uri: fields.backchannel_logout_uri.default(null),
};

/** Body of `PATCH /apps/{id}/clients/{client_id}`. */
export const ChangeAppClientBody = z
  .strictObject({
    grant_types: fields.grant_types.optional(),
    redirect_uris: fields.redirect_uris.optional(),
    allowed_origins: fields.allowed_origins.optional(),
    default_scopes: fields.default_scopes.optional(),
    id_token_signed_response_alg: fields.id_token_signed_response_alg.optional(),
    post_logout_redirect_uris: fields.post_logout_redirect_uris.optional(),
    backchannel_logout_uri: fields.backchannel_logout_uri.optional(),
  })
  .refine((body) => Object.keys(body).length > 0, 'must name at least one field')
  .meta({ example: { redirect_uris: ['https://connector.example.com/callback'] } });

export type ChangeAppClientBody = z.output<typeof ChangeAppClientBody>;

export const AppClientShape = z
  .object({
    client_id: z.string(),
    environment: z.enum(['production', 'sandbox']),
    type: z.enum(['confidential', 'public']),
    profile: z.string(),
    grant_types: z.array(z.string()),
    redirect_uris: z.array(z.string()),
    allowed_origins: z.array(z.string()),
    default_scopes: z.array(z.string()),
    id_token_signed_response_alg: z.enum(SIGNING_ALGORITHMS),
    post_logout_redirect_uris: z.array(z.string()),
    backchannel_logout_uri: z.string().nullable(),
    enabled: z.boolean(),
    created_at: z.string(),
  })
  .meta({
    example: {
      client_id: 'q3Zt0dO4fHn8k2VxYc7Rj1LwPbMs5uGaE9iTzXoKQrN',
      environment: 'sandbox',
      type: 'confidential',
      profile: 'compatible',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['https://connector.example.com/callback'],
      allowed_origins: [],
      default_scopes: ['tools:admin'],
      id_token_signed_response_alg: 'ES256',
      post_logout_redirect_uris: ['https://connector.example.com/signed-out'],
      backchannel_logout_uri: 'https://connector.example.com/backchannel-logout',
      enabled: true,
      created_at: '2026-01-05T08:00:00.000Z',
    },
  });

/** A client that was just made: its secret is shown this once; null for public clients. */
export const OpenedClientShape = AppClientShape.extend({ client_secret: z.string().nullable() });

/** A client that was just made, and the secret it was made with. */
export interface OpenedClient {
  readonly client: ClientEntity;
  readonly secret: IssuedSecret | null;
}

export const splitScopes = (scopes: string): string[] => scopes.split(' ').filter(Boolean);

export const appClientBody = (client: Readonly<ClientEntity>): z.input<typeof AppClientShape> => ({
  client_id: client.clientId,
  environment: client.environment ?? 'production',
  type: client.type,
  profile: client.profile,
  grant_types: client.grantTypes,
  redirect_uris: client.redirectUris,
  allowed_origins: client.allowedOrigins,
  default_scopes: splitScopes(client.defaultScopes),
  id_token_signed_response_alg: client.signedResponseAlg,
  post_logout_redirect_uris: client.postLogoutRedirectUris ?? [],
  backchannel_logout_uri: client.backchannelLogoutUri,
  enabled: client.enabled,
  created_at: asTime(client.createdAt),
});

export const openedClientBody = ({ client, secret }: OpenedClient): z.input<typeof OpenedClientShape> => ({
  ...appClientBody(client),
  client_secret: secret?.secret ?? null,
});
