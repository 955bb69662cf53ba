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
}

const storage = new AsyncLocalStorage<RequestContext>();

const OUTSIDE: Readonly<RequestContext> = {
  requestId: '-',
  address: '-',
  actorId: null,
  clientId: null,
  companyId: null,
};

/** The context of the current request, or a neutral one outside of any (jobs, command line). */
export const requestContext = (): Readonly<RequestContext> => storage.getStore() ?? OUTSIDE;

/** Adds what was learned about the current request. */
export function annotateRequest(facts: Partial<Pick<RequestContext, 'actorId' | 'clientId' | 'companyId'>>): void {
  const store = storage.getStore();
  if (store) Object.assign(store, facts);
}

export const runInRequestContext = <T>(context: RequestContext, work: () => T): T => storage.run(context, work);
