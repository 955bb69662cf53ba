import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { formField } from '../../identity/index.js';
import {
  CompanyPermissionsBody,
  givenOf,
  ProjectPermissionsBody,
  ServiceAccountPermissions,
  ServiceAccountProjects,
} from '../../service-accounts/index.js';
import { parseOrRefuse, publicIdOf } from '../../shared/index.js';
import { requireSeen } from '../shell/form-values.js';
import { Locked } from '../shell/locked.js';
import { matrixIn } from './matrix.js';

/** Posted permission matrices, held against what their page showed before they are put in force. */
@Injectable()
export class AccountPermissions {
  constructor(
    private readonly locked: Locked,
    private readonly permissions: ServiceAccountPermissions,
    private readonly projects: ServiceAccountProjects,
  ) {}

  /** Throws not_found, precondition_failed, 422. */
  async ofCompany(access: Access, id: number, body: unknown): Promise<void> {
    const { companyId } = access;
    const scopes = formField(body, 'audit_read') === 'true' ? ['audit:read'] : [];
    const given = parseOrRefuse(CompanyPermissionsBody, { ...setIn(body), scopes });
    await this.locked.within(access, async () => {
      requireSeen(body, await this.permissions.get(companyId, id));
      await this.permissions.replace(companyId, id, { ...givenOf(given), scopes: given.scopes });
    });
  }

  /** In the project of the route. Throws not_found, precondition_failed, 422. */
  async ofProject(access: Access, id: number, body: unknown): Promise<void> {
    const { companyId, projectId } = access;
    const given = parseOrRefuse(ProjectPermissionsBody, setIn(body));
    await this.locked.within(access, async () => {
      requireSeen(body, await this.setIn(companyId, id, projectId));
      await this.projects.put(companyId, id, projectId, givenOf(given));
    });
  }

  takeOut({ companyId, projectId }: Access, id: number): Promise<void> {
    return this.projects.takeOut(companyId, id, projectId);
  }

  private async setIn(companyId: number, id: number, projectId: number) {
    const found = (await this.projects.list(companyId, id)).find((one) => one.projectId === projectId);
    return {
      levels: found?.levels ?? {},
      actions: found?.actions ?? {},
      permissionTemplateId: found?.permissionTemplateId ?? null,
    };
  }
}

function setIn(body: unknown): object {
  const template = formField(body, 'permission_template_id') ?? '';
  return { ...matrixIn(body), permission_template_id: template === '' ? null : (publicIdOf(template) ?? 0) };
}
