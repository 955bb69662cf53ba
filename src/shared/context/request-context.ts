import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line of code may ask about the request it serves; filled in as it becomes known. */
export interface RequestContext {
  readonly requestId: string;
  readonly address: string;
  /** The principal the request runs as; null for an app's own token or before authentication. */
  actorId: number | null;
  /** The public id of the OAuth client. */
  clientId: string | null;
  companyId: number | null;
  /** Decides again whether the request may go on, and throws if not; null where nothing was decided. */
  confirm: (() => Promise<void>) | null;
}

const storage = new AsyncLocalStorage<RequestContext>();

const OUTSIDE: Readonly<RequestContext> = {
  requestId: '-',
  address: '-',
  actorId: null,
  clientId: null,
  companyId: null,
  confirm: null,
};

/** The context of the current request, or a neutral one outside of any (jobs, command line). */
export const requestContext = (): Readonly<RequestContext> => storage.getStore() ?? OUTSIDE;

/** Adds what was learned about the current request. */
export function annotateRequest(facts: Partial<Omit<RequestContext, 'requestId' | 'address'>>): void {
  const store = storage.getStore();
  if (store) Object.assign(store, facts);
}

/** Holds the current request against the facts of now: for whoever waited for a lock since it was let in. */
export async function confirmRequest(): Promise<void> {
  await storage.getStore()?.confirm?.();
}

export const runInRequestContext = <T>(context: RequestContext, work: () => T): T => storage.run(context, work);
