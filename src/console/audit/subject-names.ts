import { Injectable } from '@nestjs/common';
import { ClientRegistry } from '../../clients/index.js';
import type { AuditEntry } from '../../operations/index.js';
import { UsageNames } from '../../usage/index.js';

type Kind = 'app' | 'principal' | 'project';
type Namesake = readonly [kind: Kind, id: number];
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
function namesakeOf({ event }: AuditEntry): Namesake | undefined {
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

/** What the subjects of a company's events are called now; undefined where nothing tells. */
@Injectable()
export class SubjectNames {
  constructor(
    private readonly names: UsageNames,
    private readonly clients: ClientRegistry,
  ) {}

  async of(entries: readonly AuditEntry[]): Promise<(entry: AuditEntry) => string | undefined> {
    const connected = new Map<AuditEntry, Namesake | undefined>();
    for (const entry of entries) connected.set(entry, namesakeOf(entry) ?? (await this.connectedApp(entry)));
    const idsOf = (wanted: Kind): number[] =>
      entries.flatMap((entry) => {
        const [kind, id] = connected.get(entry) ?? [];
        return kind === wanted && Number.isSafeInteger(id) ? [Number(id)] : [];
      });
    const [app, principal, project] = [
      await this.names.apps(idsOf('app')),
      await this.names.principals(idsOf('principal')),
      await this.names.projects(idsOf('project')),
    ];
    const known = { app, principal, project };
    return (entry) => {
      const [kind, id] = connected.get(entry) ?? [];
      return (kind && known[kind].get(Number(id))?.name) ?? ownNameOf(entry);
    };
  }

  /** A connection is known by its app: that of the client which the event names, or through which it was made. */
  private async connectedApp({ event }: AuditEntry): Promise<Namesake | undefined> {
    if (event.subjectType !== 'grant') return undefined;
    const { client_id: named } = both(event);
    const client = await this.clients.find(typeof named === 'string' ? named : (event.clientId ?? ''));
    return client?.appId ? ['app', client.appId] : undefined;
  }
}
