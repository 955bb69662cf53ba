import { AuditTrail } from '../../audit/index.js';
import { ClientEntity, ClientRegistry, ClientSecrets, type NewClient, redirectUriFault } from '../../clients/index.js';
import { Database } from '../../database/index.js';
import { invalidFields } from '../../shared/index.js';
import type { Command, CommandInput, Services } from './command.js';
import { table } from './help.js';

const MAX_NAME = 200;
/** Below the issuer, wherever that is. */
const LOCAL_PATH = /^\/(?!\/)[\x21-\x7e]*$/;

const faultOf = (uri: string): string | undefined =>
  LOCAL_PATH.test(uri) && !/[#\\*]/.test(uri) ? undefined : redirectUriFault(uri);

/** What a first-party client is made of; a public one gets no refresh token. Throws 422. */
export function firstPartyClient(input: CommandInput): NewClient {
  const name = input.text('name').trim();
  const redirectUris = input.texts('redirect-uri');
  const faults = redirectUris.flatMap((uri) => {
    const fault = faultOf(uri);
    return fault ? [`${uri} ${fault}.`] : [];
  });
  if (faults.length > 0) throw invalidFields({ 'redirect-uri': faults });
  if (name === '' || name.length > MAX_NAME) throw invalidFields({ name: [`Must have 1 to ${MAX_NAME} characters.`] });
  const kind = { name, kind: 'first_party', environment: null, profile: 'oauth21', redirectUris } as const;
  return input.flag('public')
    ? { ...kind, type: 'public', grantTypes: ['authorization_code'] }
    : { ...kind, type: 'confidential', grantTypes: ['authorization_code', 'refresh_token'] };
}

function create(services: Services, client: NewClient): Promise<{ clientId: string; secret: string | null }> {
  return services.get(Database).transaction(async () => {
    const created = await services.get(ClientRegistry).create(client);
    const options = { overlapSeconds: 0, expiresAt: null };
    const issued = client.type === 'public' ? null : await services.get(ClientSecrets).create(created, options);
    await services.get(AuditTrail).record({
      action: 'client.created',
      subjectType: 'client',
      subjectId: created.clientId,
      after: { name: created.name, kind: created.kind, type: created.type, redirect_uris: created.redirectUris },
    });
    return { clientId: created.clientId, secret: issued?.secret ?? null };
  });
}

async function list(services: Services): Promise<string[]> {
  const clients = await services
    .get(Database)
    .repository(ClientEntity)
    .find({ where: { kind: 'first_party' }, order: { id: 'ASC' } });
  const rows = clients.map(({ clientId, name, type, enabled, redirectUris }) => [
    clientId,
    name,
    type,
    enabled ? 'enabled' : 'disabled',
    redirectUris.join(' '),
  ]);
  return table([['CLIENT ID', 'NAME', 'TYPE', 'STATE', 'REDIRECT URIS'], ...rows]);
}

export const CLIENT_COMMANDS: readonly Command[] = [
  { name: 'client list', summary: "List Gatehouse's own (first-party) clients", run: list },
  {
    name: 'client create-first-party',
    summary: 'Create a first-party client, which may carry management scopes',
    options: {
      name: { value: 'name', isRequired: true, summary: 'What the consent page shows' },
      'redirect-uri': {
        value: 'uri',
        isRequired: true,
        isRepeated: true,
        summary: 'https, loopback, or a path below the issuer; may be repeated',
      },
      public: { summary: 'Without a secret and without refresh tokens, for programs that cannot keep one' },
    },
    run: async (services, input) => {
      const { clientId, secret } = await create(services, firstPartyClient(input));
      return [`Client id: ${clientId}`, ...(secret === null ? [] : [`Client secret, shown this once: ${secret}`])];
    },
  },
];
