import { createHash } from 'node:crypto';
import type { Levels } from '../../access/index.js';
import { type Permitted, permittedOf, PermittedProjectsBody } from '../../app-management/index.js';
import { formField } from '../../identity/index.js';
import { canonicalJson, DomainError, parseOrRefuse, publicIdOf } from '../../shared/index.js';

/** All values of a form field; none where it is absent. */
export function formValues(body: unknown, name: string): string[] {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return [];
  return [(body as Record<string, unknown>)[name]].flat().filter((value) => typeof value === 'string');
}

/** The permissions that a form repeats: `project.rfis:standard`, once for each tool. */
export const approvedOf = (body: unknown): Levels =>
  Object.fromEntries(
    formValues(body, 'approved').map((pair) => {
      const at = pair.lastIndexOf(':');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  ) as Levels;

/** The choice of projects that a form makes. Throws 422. */
export function permittedIn(body: unknown): Permitted {
  const mode = formField(body, 'mode');
  const ids = mode === 'all_and_future' ? [] : formValues(body, 'project_ids');
  const project_ids = [...new Set(ids)].map((text) => publicIdOf(text) ?? 0);
  const bind_users = formField(body, 'bind_users') === 'true';
  return permittedOf(parseOrRefuse(PermittedProjectsBody, { mode, project_ids, bind_users }));
}

/** What a form was made of, to tell whether it still is so when it comes back. */
export const seenMark = (state: unknown): string =>
  createHash('sha256').update(canonicalJson(state)).digest('base64url').slice(0, 22);

/** Throws precondition_failed where somebody else changed what the form showed. Under the lock of the company. */
export function requireSeen(body: unknown, state: unknown): void {
  if (formField(body, 'seen') === seenMark(state)) return;
  throw new DomainError('precondition_failed', 'precondition_failed', 'Somebody else changed it meanwhile.');
}
