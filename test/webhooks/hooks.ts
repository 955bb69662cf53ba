import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, expectStatus } from '../apps/api.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { Receiver } from './receiver.js';

/** Receivers of tests are on loopback, which is nothing that one sends to unless it is named. */
export const LOCAL = { OUTBOUND_NETWORKS: '127.0.0.0/8' };

export const startHooks = (): Promise<TestApp> => startApp(LOCAL);

export interface Hook {
  readonly id: number;
  readonly url: string;
  readonly secret: string;
  readonly active: boolean;
  readonly secret_hints: { readonly id: string; readonly hint: string; readonly expires_at: string | null }[];
}

/** The paths of webhooks of a company or of an app. */
export const ofCompany = (id: number): string => `/companies/${id}/webhooks`;
export const ofApp = (id: number): string => `/apps/${id}/webhooks`;

/** Adds a webhook that hears of these events. */
export async function aHook(api: Api, path: string, url: string, ...event_types: string[]): Promise<Hook> {
  const body = { url, event_types: event_types.length > 0 ? event_types : ['*'] };
  return expectStatus(await api.post(path, body), 201).body as Hook;
}

export interface Delivery {
  readonly id: number;
  readonly message_id: string;
  readonly event_type: string;
  readonly status: string;
  readonly attempts: number;
  readonly next_attempt_at: string | null;
  readonly payload: string;
  readonly last_attempt: { readonly response_status: number | null; readonly failure: string | null } | null;
  readonly tried: { readonly response_status: number | null; readonly failure: string | null }[];
}

export async function ping(api: Api, path: string): Promise<Delivery> {
  return expectStatus(await api.post(`${path}/ping`), 202).body as Delivery;
}

export async function deliveriesOf(api: Api, path: string, query = ''): Promise<Delivery[]> {
  return expectStatus(await api.get(`${path}/deliveries${query}`), 200).body as Delivery[];
}

/** Waits until the newest delivery of a webhook is as wished. */
export async function untilDelivery(api: Api, path: string, isSo: (one: Delivery) => boolean): Promise<Delivery> {
  let last: Delivery | undefined;
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; await sleep(30)) {
    last = (await deliveriesOf(api, path)).at(0);
    if (last && isSo(last)) return last;
  }
  throw new Error(`No such delivery: ${JSON.stringify(last)}`);
}

/** Lets the time of the next attempts come. */
export const hurry = async ({ database }: TestApp, hookId: number): Promise<void> => {
  const now = database.dialect.now;
  const sql = `UPDATE webhook_deliveries SET next_attempt_at = ${now} WHERE webhook_id = ? AND status = 'pending'`;
  await database.execute(sql, [hookId]);
};

/** A receiver with a webhook of its own, for one test: `end` takes both away. */
export async function aListener(
  api: Api,
  path: string,
  ...event_types: string[]
): Promise<{ receiver: Receiver; path: string; end: () => Promise<void> }> {
  const receiver = await Receiver.start();
  const { id } = await aHook(api, path, receiver.url, ...event_types);
  const end = async (): Promise<void> => {
    expectStatus(await api.delete(`${path}/${id}`), 204);
    await receiver.stop();
  };
  return { receiver, path: `${path}/${id}`, end };
}
