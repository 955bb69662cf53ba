import { Injectable } from '@nestjs/common';
import { PrincipalFactsPort, type Role } from '../../access/index.js';
import { Database } from '../../database/index.js';
import { invalidFields, notFound } from '../../shared/index.js';
import type { Member } from '../members/member.entity.js';
import type { ProjectMember } from '../members/project-member.entity.js';
import { PermissionTemplate } from '../templates/permission-template.entity.js';
import { PermissionRules, type ProposedPermissions } from './permission-rules.js';
import { effectivePermissions, type MemberPermissions, type PermissionSet } from './permission-set.js';

/** Permissions as a request or another module gives them for one member. */
export interface ProposedMember extends ProposedPermissions {
  readonly role: Role;
  readonly permissionTemplateId: number | null;
}

/** Where permissions are given: in the company, or in one of its projects. */
export interface Place {
  readonly companyId: number;
  readonly projectId: number | null;
}

/** Which permissions a principal can be given in a place. */
@Injectable()
export class PermissionChecks {
  constructor(
    private readonly database: Database,
    private readonly rules: PermissionRules,
    private readonly principals: PrincipalFactsPort,
  ) {}

  /** The permissions, once they are sound; else the 422 that names what is not. In the company's transaction. */
  async check(place: Place, principalId: number, proposed: ProposedMember): Promise<MemberPermissions> {
    const { role, permissionTemplateId } = proposed;
    const template = await this.template(place, permissionTemplateId);
    await this.refuseServiceAccount(principalId, role);
    const kind = place.projectId === null ? 'company' : 'project';
    const { levels, actions } = this.rules.check(kind, proposed, { inherited: template?.levels });
    return { role, permissionTemplateId, levels, actions };
  }

  /** What a member of a company or project may do, escalations aside. */
  async effective(member: Member | ProjectMember): Promise<PermissionSet> {
    const { permissionTemplateId: id, companyId } = member;
    const templates = this.database.repository(PermissionTemplate);
    return effectivePermissions(id === null ? null : await templates.findOneBy({ id, companyId }), member);
  }

  /**
   * The template that a request names for a place; null for none. Throws the 422 that names `field`, alike for one that
   * does not exist, of another company, or for another place.
   */
  async template(
    { companyId, projectId }: Place,
    id: number | null,
    field = 'permission_template_id',
  ): Promise<PermissionTemplate | null> {
    if (id === null) return null;
    const template = await this.database.repository(PermissionTemplate).findOneBy({ id, companyId });
    const fits =
      template?.type === 'project_specific'
        ? template.projectId === projectId
        : template?.type === (projectId === null ? 'company_tools' : 'global');
    if (template && fits) return template;
    const what = projectId === null ? 'company template of this company' : 'template for this project';
    throw invalidFields({ [field]: [`is no ${what}`] });
  }

  /** domain.md: a service account is never an administrator of anything. */
  private async refuseServiceAccount(principalId: number, role: Role): Promise<void> {
    const principal = await this.principals.principal(principalId);
    if (!principal) throw notFound();
    if (role === 'admin' && principal.kind === 'service_account') {
      throw invalidFields({ role: ['a service account is never an administrator'] });
    }
  }
}
