import type { Member } from './member.entity.js';

/** A member as the audit trail keeps one. */
export const memberState = (member: Member): object => ({
  status: member.status,
  role: member.role,
  first_name: member.firstName,
  last_name: member.lastName,
  email: member.email,
  title: member.title,
  levels: member.levels,
  actions: member.actions,
  permission_template_id: member.permissionTemplateId,
});
