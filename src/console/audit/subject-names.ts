import { Injectable } from '@nestjs/common';
import { ClientRegistry } from '../../clients/index.js';
import type { AuditEntry } from '../../operations/index.js';
import type { Locale } from '../../shared/index.js';
import { type Kind, type NameOf, type Thing, ThingNames } from '../shell/thing-names.js';

type State = Readonly<Record<string, unknown>>;

const KIND_OF: Readonly<Record<string, Kind>> = {
  app: 'app',
  member: 'principal',
  user: 'principal',
  service_account: 'principal',
  project: 'project',
};

/** What may be called by its own state, where nothing else tells its name. */
const NAMES = ['name', 'title', 'domain', 'email', 'host'];

const both = ({ before, after }: AuditEntry['event']): State => ({ ...before, ...after });

/** The app, person or project whose name an event is best known by. */
function namesakeOf({ event }: AuditEntry): Thing | undefined {
  const { app_id: appId } = both(event);
  if (typeof appId === 'number') return ['app', appId];
  if (event.subjectType === 'project_member') return ['principal', Number(event.subjectId.split(':').at(1))];
  const kind = KIND_OF[event.subjectType];
  return kind && [kind, Number(event.subjectId)];
}

function ownNameOf({ event }: AuditEntry): string | undefined {
  const state = both(event);
  return NAMES.map((name) => state[name]).find((name): name is string => typeof name === 'string' && name !== '');
}

/** Who acted and what was acted on, as lists of events call them. */
export interface EventNames {
  readonly subject: string | undefined;
  /** Undefined for the system and for operators. */
  readonly actor: string | undefined;
}

/** What the events of a company are about, and who caused them, by the names that these have now. */
@Injectable()
export class SubjectNames {
  constructor(
    private readonly things: ThingNames,
    private readonly clients: ClientRegistry,
  ) {}

  async of(
    companyId: number,
    entries: readonly AuditEntry[],
    locale: Locale,
  ): Promise<(entry: AuditEntry) => EventNames> {
    const subjects = new Map<AuditEntry, Thing | string | undefined>();
    for (const entry of entries) subjects.set(entry, namesakeOf(entry) ?? (await this.connected(entry)));
    const actors = entries.flatMap(({ actor }): Thing[] => (actor ? [['principal', actor.id]] : []));
    const named = [...subjects.values()].filter((subject) => typeof subject === 'object');
    const nameOf = await this.things.of(companyId, [...actors, ...named], locale);
    return (entry) => ({
      subject: nameIn(subjects.get(entry), nameOf) ?? ownNameOf(entry),
      actor: entry.actor ? (nameOf('principal', entry.actor.id) ?? entry.actor.name) : undefined,
    });
  }

  /** What the client is called through which an event came; undefined where there was none, or nothing tells. */
  async ofClient(clientId: string | null): Promise<string | undefined> {
    return clientId === null ? undefined : (await this.clients.find(clientId))?.name;
  }

  /** A connection is known by its app, or by a client without one: that which the event names, or which made it. */
  private async connected({ event }: AuditEntry): Promise<Thing | string | undefined> {
    if (event.subjectType !== 'grant') return undefined;
    const { client_id: named } = both(event);
    const client = await this.clients.find(typeof named === 'string' ? named : (event.clientId ?? ''));
    return client?.appId ? ['app', client.appId] : client?.name;
  }
}

const nameIn = (subject: Thing | string | undefined, nameOf: NameOf): string | undefined =>
  typeof subject === 'object' ? nameOf(...subject) : subject;
