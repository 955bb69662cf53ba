import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoFacts } from '../../src/demo/index.js';
import { aConnector } from '../app-management/installing.js';
import { type Api, apiOf, as, asClient, expectStatus } from '../apps/api.js';
import { aProject } from '../directory/people.js';
import { rowOf, strays } from './installation-rows.js';
import { changeUntilTheEnd, emptySlot, pathOf, type Slot, type State } from './installation-slots.js';
import { aPlace, lookInto, type Place } from './place.js';
import { appAt, demoFacts, ServerProcess } from './server-process.js';

const APPS = 6;
const ROUNDS = 4;

let place: Place;
let server: ServerProcess;
let demo: DemoFacts;
let admin: Api;
let slots: Slot[];

beforeAll(async () => {
  place = await aPlace();
  server = await ServerProcess.start(place);
  demo = await demoFacts(place);
  const app = appAt(server, demo);
  admin = await as(app, 'admin');
  const developer = await as(app, 'developer');
  const { main, other } = demo.companies;
  const homes = [
    { company: main.id, projects: [demo.projects.tower.id, demo.projects.bridge.id, await aProject(admin, main.id)] },
    { company: other.id, projects: [demo.projects.depot.id, await aProject(admin, other.id)] },
  ];
  slots = [];
  for (let count = 0; count < APPS; count++) {
    const connector = await aConnector(developer);
    slots.push(...homes.map(({ company, projects }) => emptySlot(connector, company, projects)));
  }
});
afterAll(async () => {
  await server?.kill();
  await place?.remove();
});

/** Kills the server while administrators change all slots, at a moment that no two runs share. */
async function killWhileChanging(): Promise<void> {
  let toCome = slots.length + randomInt(100);
  let killed: Promise<void> | undefined;
  const arrived = (): void => {
    if (--toCome === 0) killed = sleep(randomInt(20)).then(() => server.kill());
  };
  await Promise.all(slots.map((slot) => changeUntilTheEnd(slot, admin, arrived)));
  await killed;
}

/** What the dead server left of a slot: the acknowledged change, or the one after it, in any case whole. */
async function settle(slot: Slot): Promise<void> {
  const row = await lookInto(place, (database) => rowOf(database, slot));
  const { state } = row ?? { state: { status: 'none', projects: [], actions: [] } satisfies State };
  expect([slot.known, slot.pending]).toContainEqual(state);
  slot.known = state;
  if (!row) return;
  slot.id = row.id;
  const runs = state.status === 'active';
  expect([row.isEnabled, row.memberStatus]).toEqual([runs, runs ? 'active' : 'inactive']);
  expect(row.auditedProjects).toEqual(state.projects);
  expect(row.announcements).toBe(state.actions.length);
}

/** A slot as the restarted server shows it: to the administrator and to the app. */
async function verify(slot: Slot): Promise<void> {
  const { id, company, known, projects, connector } = slot;
  const runs = known.status === 'active';
  const service = await asClient(appAt(server, demo), connector.client);
  for (const project of projects) {
    const { status } = await service.get(`/projects/${project}/rfis`, company);
    expect([project, status]).toEqual([project, runs && known.projects.includes(project) ? 200 : 403]);
  }
  if (id === undefined) return;
  const shown = expectStatus(await admin.get(`/app_installations/${id}?company_id=${company}`), 200).body;
  expect(shown.status).toBe(runs ? 'installed' : 'uninstalled');
  expect(expectStatus(await admin.get(pathOf(slot)), 200).body.project_ids).toEqual(known.projects);
}

describe('kill -9 in the middle of installations', () => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    'keeps every acknowledged change and leaves none half made (%i)',
    async () => {
      await killWhileChanging();
      for (const slot of slots) await settle(slot);
      expect(await lookInto(place, strays)).toEqual([]);
      server = await ServerProcess.start(place);
      admin = apiOf(appAt(server, demo), admin.token);
      for (const slot of slots) await verify(slot);
    },
  );
});
