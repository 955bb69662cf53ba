import type { Actions, Levels } from './levels.js';

/** What the decision needs to know; loaded and cached by the modules that own it. */

export interface PrincipalFacts {
  readonly id: number;
  readonly kind: 'user' | 'service_account';
  readonly name: string;
  readonly enabled: boolean;
  /** Repeated by tokens: a token of an older epoch is dead. */
  readonly epoch: number;
}

export interface CompanyFacts {
  readonly id: number;
  readonly environment: 'production' | 'sandbox';
  readonly active: boolean;
  /** Of sessions that connect it to apps; no decision about a call asks. */
  readonly demandsSecondFactor?: boolean;
}

export interface ProjectFacts {
  readonly id: number;
  readonly companyId: number;
  readonly active: boolean;
  /** Tools switched off, by full name. */
  readonly disabledTools: ReadonlySet<string>;
}

export interface Permissions {
  readonly role: 'admin' | 'member';
  /** Own levels and those of the permission template, merged. */
  readonly levels: Levels;
  readonly actions: Actions;
}

export interface MemberFacts extends Permissions {
  readonly status: 'invited' | 'active' | 'inactive';
}

export interface InstallationFacts {
  readonly id: number;
  readonly appId: number;
  readonly companyId: number;
  readonly status: 'active' | 'suspended';
  /** The service account of the installation, where the version has that component. */
  readonly principalId: number | null;
  /** Approved levels of the service account by tool. */
  readonly approved: Levels;
  /** The ceiling for user tokens, where the version declares one. */
  readonly userPermissions: Levels | null;
  /** Whether user tokens too are bound to the permitted projects. */
  readonly bindUsers: boolean;
  /** Whom the installation is for: everybody in the company, or one person who installed it for themselves. */
  readonly installedFor: number | null;
}

export interface GrantFacts {
  readonly id: string;
  readonly companies: ReadonlySet<number>;
}

/** Implemented by `identity`, bound in `ports/ports.module.ts`. */
export abstract class PrincipalFactsPort {
  abstract principal(id: number): Promise<PrincipalFacts | null>;
}

/** Implemented by `directory`. */
export abstract class DirectoryFactsPort {
  abstract company(id: number): Promise<CompanyFacts | null>;
  abstract project(id: number): Promise<ProjectFacts | null>;
  abstract member(companyId: number, principalId: number): Promise<MemberFacts | null>;
  /** A principal's entry in a project of `companyId`. */
  abstract projectMember(companyId: number, projectId: number, principalId: number): Promise<Permissions | null>;
}

/** Implemented by `app-management`. Uninstalled is the same as never installed: null. */
export abstract class InstallationFactsPort {
  /** The company's installation, else the one that a user made for themselves; an app itself (null) has only the former. */
  abstract installation(companyId: number, appId: number, userId: number | null): Promise<InstallationFacts | null>;
  abstract permitsProject(installation: InstallationFacts, projectId: number): Promise<boolean>;
  /** The installation whose service account `principalId` is. */
  abstract ofPrincipal(companyId: number, principalId: number): Promise<InstallationFacts | null>;
}
