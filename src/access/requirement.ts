import type { Level, ToolName } from './levels.js';

export type Role = 'admin' | 'member';

export interface ToolRequirement {
  readonly name: ToolName;
  readonly level: Level;
  /** A granular action that is enough where the level is not reached. */
  readonly action?: string;
}

/** What a route demands; written by the decorators, read by the guard, OpenAPI and the snapshot test. */
export interface AccessRequirement {
  /** Open to everybody; then nothing else is set. */
  readonly isPublic?: boolean;
  /** For the person who is signed in to the browser, through Gatehouse's own console; never for a bearer token. */
  readonly inBrowser?: boolean;
  /** The scope, unless it follows from the tool. */
  readonly scope?: string;
  readonly companyRole?: Role;
  readonly projectRole?: Role;
  readonly tool?: ToolRequirement;
  /** A tool level that stands in for the role: "company `admin`, or `admin` on `company.app_management`". */
  readonly orTool?: ToolRequirement;
  /** The scope stands in for the role of a company-managed service account: only an administrator can give it one. */
  readonly orServiceAccount?: boolean;
  /** The operation concerns one object, so a principal without any level learns nothing of it (row 12). */
  readonly concernsOne?: boolean;
  /** Managing a project itself does not need it to be active (row 9). */
  readonly projectMayBeInactive?: boolean;
  /** The route names its project as `project_id` in the query, not in its path. */
  readonly projectInQuery?: boolean;
}

export const concernsCompany = (requirement: AccessRequirement): boolean =>
  Boolean(requirement.companyRole ?? requirement.projectRole ?? requirement.tool);

export const concernsProject = (requirement: AccessRequirement): boolean =>
  Boolean(requirement.projectRole ?? requirement.tool?.name.startsWith('project.'));
