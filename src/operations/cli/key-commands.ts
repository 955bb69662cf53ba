import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { isPermanent, type Key, KEY_PURPOSES, KeyRing, type KeyPurpose } from '../../keys/index.js';
import { asTime } from '../../shared/index.js';
import type { Command, Services } from './command.js';
import { table } from './help.js';

const PURPOSE = { name: 'purpose', choices: KEY_PURPOSES.filter((purpose) => !isPermanent(purpose)) };

const time = (at: number): string => (at === 0 ? '-' : asTime(at));

/** Which key writes and which only read; never what a key is. */
function list(services: Services): string[] {
  const ring = services.get(KeyRing);
  const rows = KEY_PURPOSES.flatMap((purpose) => {
    const writing = ring.writing(purpose);
    return ring.readable(purpose).map((key) => [purpose, key.id, stateOf(key, writing), time(key.activatesAt)]);
  });
  return table([['PURPOSE', 'ID', 'STATE', 'WRITES FROM'], ...rows]);
}

function stateOf(key: Key, writing: Key): string {
  if (key.id === writing.id) return 'writes';
  return key.activatesAt > writing.activatesAt ? 'will write' : 'reads';
}

/** The change and its audit event in one transaction. */
function recorded<T>(services: Services, action: string, subject: string, change: () => Promise<T>): Promise<T> {
  return services.get(Database).transaction(async () => {
    const result = await change();
    await services.get(AuditTrail).record({ action, subjectType: 'key', subjectId: subject });
    return result;
  });
}

export const KEY_COMMANDS: readonly Command[] = [
  {
    name: 'keys list',
    summary: 'List all keys with their state, never their value',
    run: async (services) => list(services),
  },
  {
    name: 'keys rotate',
    summary: 'Create a key that writes as soon as every process knows it',
    arguments: [PURPOSE],
    run: async (services, input) => {
      const purpose = input.argument('purpose') as KeyPurpose;
      const ring = services.get(KeyRing);
      const id = await recorded(services, 'key.rotated', purpose, () => ring.rotate(purpose));
      return [`Key ${id} for ${purpose} is created. It writes in a minute; older keys still read.`];
    },
  },
  {
    name: 'keys retire',
    summary: 'End the use of an old key at once; what was written under it is lost',
    arguments: [PURPOSE, { name: 'id' }],
    run: async (services, input) => {
      const purpose = input.argument('purpose') as KeyPurpose;
      const id = input.argument('id');
      await recorded(services, 'key.retired', `${purpose}:${id}`, () => services.get(KeyRing).retire(purpose, id));
      return [`Key ${id} for ${purpose} is retired.`];
    },
  },
  {
    name: 'keys reseal',
    summary: 'Seal all keys under the first master key, so that MASTER_KEY_PREVIOUS can go',
    run: async (services) => {
      const count = await recorded(services, 'keys.resealed', 'all', () => services.get(KeyRing).reseal());
      return [`${count} keys are sealed under the first master key.`];
    },
  },
];
