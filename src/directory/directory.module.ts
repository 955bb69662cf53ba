import { Global, Module } from '@nestjs/common';
import { CompaniesController } from './companies/companies.controller.js';
import { Companies } from './companies/companies.js';
import { CompanyLock } from './company-lock.js';
import { DirectoryChanges } from './directory-changes.js';
import { DirectoryFacts } from './directory-facts.js';
import { InvitationAnswers } from './invitations/invitation-answers.js';
import { InvitationController } from './invitations/invitation.controller.js';
import { InvitationLinks } from './invitations/invitation-links.js';
import { InvitationMail } from './invitations/invitation-mail.js';
import { InvitationPages } from './invitations/invitation-pages.js';
import { InvitedEntries } from './invitations/invited-entries.js';
import { PendingInvitations } from './invitations/pending-invitations.js';
import { UserInvitationsController } from './invitations/user-invitations.controller.js';
import { MeController } from './me/me.controller.js';
import { Administrators } from './members/administrators.js';
import { CompanyUsersController } from './members/company-users.controller.js';
import { Invitations } from './members/invitations.js';
import { Members } from './members/members.js';
import { Newcomers } from './members/newcomers.js';
import { People } from './members/people.js';
import { ProjectMemberEditing } from './members/project-member-editing.js';
import { ProjectMemberList } from './members/project-member-list.js';
import { ProjectMembers } from './members/project-members.js';
import { ProjectUsersController } from './members/project-users.controller.js';
import { UserEditing } from './members/user-editing.js';
import { UserViews } from './members/user-views.js';
import { CompanyPermissionsController } from './permissions/company-permissions.controller.js';
import { PermissionChecks } from './permissions/permission-checks.js';
import { PermissionRules } from './permissions/permission-rules.js';
import { PermissionViews } from './permissions/permission-views.js';
import { ProjectPermissionsController } from './permissions/project-permissions.controller.js';
import { SettingsController } from './permissions/settings.controller.js';
import { ProjectToolsController } from './projects/project-tools.controller.js';
import { ProjectTools } from './projects/project-tools.js';
import { ProjectsController } from './projects/projects.controller.js';
import { Projects } from './projects/projects.js';
import { PermissionTemplatesController } from './templates/permission-templates.controller.js';
import { PermissionTemplates } from './templates/permission-templates.js';
import { ProjectTemplatesController } from './templates/project-templates.controller.js';

const DOOR = [
  Administrators,
  Companies,
  CompanyLock,
  DirectoryFacts,
  Members,
  Newcomers,
  PermissionChecks,
  PermissionRules,
  PermissionTemplates,
  ProjectMemberList,
  ProjectMembers,
  Projects,
  ProjectTools,
];

/** Companies, projects, members, levels and templates. Its ports are bound in `ports/ports.module.ts`. */
@Global()
@Module({
  controllers: [
    MeController,
    CompaniesController,
    ProjectsController,
    ProjectToolsController,
    CompanyUsersController,
    UserInvitationsController,
    InvitationController,
    ProjectUsersController,
    PermissionTemplatesController,
    ProjectTemplatesController,
    CompanyPermissionsController,
    ProjectPermissionsController,
    SettingsController,
  ],
  providers: [
    ...DOOR,
    DirectoryChanges,
    InvitationAnswers,
    InvitationLinks,
    InvitationMail,
    InvitationPages,
    Invitations,
    InvitedEntries,
    PendingInvitations,
    People,
    PermissionViews,
    ProjectMemberEditing,
    UserEditing,
    UserViews,
  ],
  exports: DOOR,
})
export class DirectoryModule {}
