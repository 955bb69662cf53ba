import type { Access } from '../access/index.js';
import { DomainError } from '../shared/index.js';
import type { AppInstallation } from './app-installation.entity.js';

/** Who decides about the apps of a company, beside its administrators (domain.md, Who may). */
export const MANAGERS = { orTool: { name: 'company.app_management', level: 'admin' } } as const;

/** The same rule, for routes that answer others differently instead of refusing them. */
export const managesApps = (access: Access): boolean =>
  access.isCompanyAdmin || access.reaches(MANAGERS.orTool.name, MANAGERS.orTool.level);

/** Whether somebody may change an installation: their own too, where they installed it for themselves. */
export const mayChange = (access: Access, { installedFor }: AppInstallation): boolean =>
  managesApps(access) || installedFor === access.principalId;

/** Row 12 of the access decision, for rules that depend on the installation. */
export const managersOnly = (): DomainError =>
  new DomainError('forbidden', 'insufficient_role', 'Only who manages the apps of the company may do this.', {
    extensions: { required_role: 'company:admin' },
  });
