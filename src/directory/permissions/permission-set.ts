import type { Actions, Levels, Role } from '../../access/index.js';

/** Levels and granular actions by tool. */
export interface PermissionSet {
  readonly levels: Levels;
  readonly actions: Actions;
}

/** What is set for one member, of a company or of a project. */
export interface MemberPermissions extends PermissionSet {
  readonly role: Role;
  readonly permissionTemplateId: number | null;
}

export const NO_PERMISSIONS: MemberPermissions = {
  role: 'member',
  levels: {},
  actions: {},
  permissionTemplateId: null,
};

/** What a member has: the template's, with the member's own in its place for every tool that has one. */
export const effectivePermissions = (template: PermissionSet | null, own: PermissionSet): PermissionSet =>
  template
    ? { levels: { ...template.levels, ...own.levels }, actions: { ...template.actions, ...own.actions } }
    : { levels: own.levels, actions: own.actions };

/** domain.md: `admin` on `company.directory` makes a company administrator. */
export const administers = (role: Role, levels: Levels): boolean =>
  role === 'admin' || levels['company.directory'] === 'admin';
