import { randomInt } from 'node:crypto';
import { connectorTerms, type PromotedApp, selected } from '../app-management/installing.js';
import type { Api } from '../apps/api.js';
import type { Answer } from '../support/http.js';

/** What an administrator sees of an app in a company. */
export interface State {
  readonly status: 'none' | 'active' | 'uninstalled';
  /** Sorted. */
  readonly projects: readonly number[];
  /** The audit events that led there. */
  readonly actions: readonly string[];
}

/** One app in one company, changed by one administrator after the other. */
export interface Slot {
  readonly connector: PromotedApp;
  readonly company: number;
  /** The company's projects. */
  readonly projects: readonly number[];
  id?: number;
  /** After the last change that was acknowledged. */
  known: State;
  /** What the change that nobody acknowledged would have made of it. */
  pending?: State;
}

interface Step {
  readonly to: State;
  readonly send: (admin: Api) => Promise<Answer>;
}

export const emptySlot = (connector: PromotedApp, company: number, projects: readonly number[]): Slot => ({
  connector,
  company,
  projects,
  known: { status: 'none', projects: [], actions: [] },
});

const some = (projects: readonly number[]): number[] => projects.filter(() => randomInt(2) === 0);

const then = (slot: Slot, change: Pick<State, 'status' | 'projects'>, action: string): State => ({
  ...change,
  actions: [...slot.known.actions, `installation.${action}`],
});

function install(slot: Slot): Step {
  const projects = some(slot.projects);
  const action = slot.known.status === 'none' ? 'created' : 'reinstalled';
  return {
    to: then(slot, { status: 'active', projects }, action),
    send: (admin) =>
      admin.post(`/companies/${slot.company}/app_installations`, connectorTerms(slot.connector, ...projects)),
  };
}

function permit(slot: Slot): Step {
  const projects = some(slot.projects);
  return {
    to: then(slot, { status: 'active', projects }, 'permitted_projects_changed'),
    send: (admin) => admin.put(pathOf(slot), selected(...projects)),
  };
}

function setStatus(slot: Slot, status: 'active' | 'uninstalled'): Step {
  const app_installation = { status: status === 'active' ? 'installed' : status };
  const body = { company_id: slot.company, app_installation };
  return {
    to: then(slot, { status, projects: slot.known.projects }, status === 'active' ? 'reinstalled' : status),
    send: (admin) => admin.patch(`/app_installations/${slot.id}`, body),
  };
}

export const pathOf = ({ company, id }: Slot): string =>
  `/companies/${company}/app_installations/${id}/permitted_projects`;

function nextStep(slot: Slot): Step {
  if (slot.known.status === 'none') return install(slot);
  if (slot.known.status === 'uninstalled') return randomInt(2) === 0 ? install(slot) : setStatus(slot, 'active');
  return randomInt(3) === 0 ? setStatus(slot, 'uninstalled') : permit(slot);
}

/** Changes the slot until an answer does not arrive; tells of each that did. */
export async function changeUntilTheEnd(slot: Slot, admin: Api, arrived: () => void): Promise<void> {
  for (;;) {
    const { to, send } = nextStep(slot);
    const answer = await send(admin).catch(() => undefined);
    if (!answer) {
      slot.pending = to;
      return;
    }
    if (answer.status >= 300) throw new Error(`Refused: ${answer.status} ${answer.text}`);
    slot.id ??= answer.body.id as number;
    slot.known = to;
    arrived();
  }
}
