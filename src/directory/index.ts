export * from './companies/company.entity.js';
export * from './companies/sign-in-policies.migration.js';
export { ChangeCompany } from './companies/companies.schemas.js';
export { Companies, type CompanyChange, type NewCompany } from './companies/companies.js';
export { CompanyLock } from './company-lock.js';
export * from './directory-facts.js';
export * from './directory.migration.js';
export * from './directory.module.js';
export * from './invitations/company-invitation.entity.js';
export * from './invitations/company-invitations.migration.js';
export { lastAdministrator, managedByInstallation } from './directory.errors.js';
export { Administrators } from './members/administrators.js';
export * from './members/member.entity.js';
export * from './members/member-pages.migration.js';
export { memberName } from './members/member-name.js';
export { type Membership, Newcomers } from './members/newcomers.js';
export { type ChangedBy, type MemberDetails, Members, type NewMember } from './members/members.js';
export * from './members/project-member.entity.js';
export { ProjectMemberList } from './members/project-member-list.js';
export { ProjectMembers } from './members/project-members.js';
export { type HandedOut, refuseBeyondOwn } from './permissions/handing-out.js';
export { PermissionChecks, type Place, type ProposedMember } from './permissions/permission-checks.js';
export { PermissionRules, type ProposedPermissions, type ToolKind } from './permissions/permission-rules.js';
export * from './permissions/permission-set.js';
export { ActionsField, LevelsField } from './permissions/permissions.schemas.js';
export * from './ports.js';
export * from './projects/project.entity.js';
export * from './projects/project-tool.entity.js';
export { ProjectTools, type ToolInProject, type ToolSwitch } from './projects/project-tools.js';
export {
  type NewProject,
  type ProjectChange,
  type ProjectFilter,
  Projects,
  type ProjectSelection,
} from './projects/projects.js';
export * from './templates/permission-template.entity.js';
export { type NewTemplate, PermissionTemplates, type TemplateChange } from './templates/permission-templates.js';
