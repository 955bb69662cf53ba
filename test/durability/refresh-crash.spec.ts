import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoFacts } from '../../src/demo/index.js';
import { Browser } from '../support/browser.js';
import { credentials, tokenRequest, userTokens } from '../support/flows.js';
import { type Answer, call } from '../support/http.js';
import { aPlace, lookInto, type Place } from './place.js';
import { appAt, demoFacts, ServerProcess } from './server-process.js';

const CHAINS = 18;
const ROUNDS = 3;

/** One connection of an app, as the app knows it. */
interface Chain {
  /** What the last answer that arrived gave. */
  token: string;
  accessToken: string;
  /** How many workers of the app refresh at once. */
  readonly workers: number;
}

let place: Place;
let server: ServerProcess;
let demo: DemoFacts;
let chains: Chain[];

beforeAll(async () => {
  place = await aPlace();
  server = await ServerProcess.start(place);
  demo = await demoFacts(place);
  const browser = new Browser(server.url);
  chains = [];
  for (let count = 0; count < CHAINS; count++) chains.push(await aChain(browser, 1 + (count % 2)));
});
afterAll(async () => {
  await server?.kill();
  await place?.remove();
});

async function aChain(browser: Browser, workers: number): Promise<Chain> {
  const tokens = await userTokens(appAt(server, demo), demo.clients.web_app, demo.users.admin, { browser });
  return { token: tokens.refresh_token, accessToken: tokens.access_token, workers };
}

const refresh = (refresh_token: string): Promise<Answer> =>
  tokenRequest(appAt(server, demo), {
    grant_type: 'refresh_token',
    refresh_token,
    ...credentials(demo.clients.web_app),
  });

const successor = async (token: string): Promise<string> => {
  const { status, body, text } = await refresh(token);
  if (status !== 200) throw new Error(`No successor: ${status} ${text}`);
  return body.refresh_token as string;
};

/** Refreshes until an answer does not arrive; tells of each that did. */
async function refreshUntilTheEnd(chain: Chain, arrived: () => void): Promise<void> {
  for (;;) {
    const sent = Array.from({ length: chain.workers }, () => refresh(chain.token));
    const outcomes = await Promise.allSettled(sent);
    const answers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBeLessThanOrEqual(1);
    if (answers.length > 0) {
      [chain.token, chain.accessToken] = [answers[0].body.refresh_token, answers[0].body.access_token];
      arrived();
    }
    if (answers.length < sent.length) return;
  }
}

/** Kills the server while all chains refresh, at a moment that no two runs share. */
async function killWhileRefreshing(): Promise<void> {
  let toCome = CHAINS + randomInt(300);
  let killed: Promise<void> | undefined;
  const arrived = (): void => {
    if (--toCome === 0) killed = sleep(randomInt(20)).then(() => server.kill());
  };
  await Promise.all(chains.map((chain) => refreshUntilTheEnd(chain, arrived)));
  await killed;
}

describe('kill -9 in the middle of refreshes', () => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))('leaves every family alive, once (%i)', async () => {
    await killWhileRefreshing();
    server = await ServerProcess.start(place);
    await Promise.all(
      chains.map(async (chain) => {
        expect((await call(`${server.url}/rest/v1.0/me`, chain.accessToken)).status).toBe(200);
        const next = await successor(chain.token);
        expect(await successor(chain.token)).toBe(next);
        const afterNext = await successor(next);
        const branch = await refresh(chain.token);
        expect([branch.status, branch.body.error]).toEqual([400, 'invalid_grant']);
        chain.token = await successor(afterNext);
      }),
    );
  });

  it('makes nobody look like a thief, and no family twice', async () => {
    const [families, revoked, alarms] = await lookInto(place, (database) =>
      Promise.all([
        database.query('SELECT id FROM refresh_families'),
        database.query('SELECT id FROM refresh_families WHERE revoked_at IS NOT NULL'),
        database.query("SELECT id FROM audit_events WHERE action = 'family.revoked'"),
      ]),
    );
    expect([families.length, revoked.length, alarms.length]).toEqual([CHAINS, 0, 0]);
  });
});
