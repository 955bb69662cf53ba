import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Access } from './access.js';
import type { Level, ToolName } from './levels.js';
import type { AccessRequirement, Role } from './requirement.js';

const REQUIREMENT = Symbol('AccessRequirement');

/** Adds to what a class or method demands. */
function requires(requirement: AccessRequirement): ClassDecorator & MethodDecorator {
  return (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) => {
    const on = (descriptor?.value as object | undefined) ?? target;
    const known = Reflect.getMetadata(REQUIREMENT, on) as AccessRequirement | undefined;
    Reflect.defineMetadata(REQUIREMENT, { ...known, ...requirement }, on);
  };
}

/** What a handler demands: its own declarations over those of its class; undefined where nothing is declared. */
export function requirementOf(handler: object, controller: object): AccessRequirement | undefined {
  const own = Reflect.getMetadata(REQUIREMENT, handler) as AccessRequirement | undefined;
  const shared = Reflect.getMetadata(REQUIREMENT, controller) as AccessRequirement | undefined;
  if (own?.isPublic) return own;
  return own || shared ? { ...shared, ...own } : undefined;
}

/** Open to everybody: the protocol endpoints, the pages, health. */
export const Public = (): ClassDecorator & MethodDecorator => requires({ isPublic: true });

/**
 * A page: its caller is the person who is signed in to the browser, as if through a token of Gatehouse's own console,
 * and what is posted to it has to come from a form of ours. Beside one of the others, which say what it needs.
 */
export const InBrowser = (): ClassDecorator & MethodDecorator => requires({ inBrowser: true });

/**
 * Needs a token with this scope. Without a scope any valid token will do. Alone it is enough for routes that concern
 * no company; with a role it names the management scope.
 */
export const RequireScope = (scope?: string): ClassDecorator & MethodDecorator =>
  requires(scope ? { scope } : { isPublic: false });

/**
 * Needs a role in the company that header, path or query name. `member` is any active member. `orTool` names a tool
 * level that stands in for the role; with `orServiceAccount` the scope does, for company-managed service accounts.
 * `projectMayBeInactive` concerns routes that take `project_id` in their query, if they like.
 */
export const RequireCompanyRole = (
  role: Role,
  options: Pick<AccessRequirement, 'orTool' | 'orServiceAccount' | 'projectMayBeInactive'> = {},
): ClassDecorator & MethodDecorator => requires({ companyRole: role, ...options });

/** How a route stands to its project. */
export interface ProjectOptions {
  /** Managing a project itself does not need it to be active. */
  readonly projectMayBeInactive?: boolean;
  /** The project is `project_id` of the query; else the path has to name it, as `:projectId`. */
  readonly projectInQuery?: boolean;
}

/** Needs a role in the project of the path, or of the query where that is declared. */
export const RequireProjectRole = (role: Role, options: ProjectOptions = {}): ClassDecorator & MethodDecorator =>
  requires({ projectRole: role, ...options });

/**
 * Needs `level` on a tool, and the scope that goes with it: `@RequireTool('project.rfis', 'standard')` asks for
 * `project.rfis:write`. `action` names a granular action that is enough where the level is not reached.
 */
export const RequireTool = (
  name: ToolName,
  level: Level,
  options: { readonly action?: string } & ProjectOptions = {},
): ClassDecorator & MethodDecorator => {
  const { action, ...project } = options;
  return requires({ tool: { name, level, ...(action !== undefined && { action }) }, ...project });
};

/** The outcome of the access decision: who calls, through which client, where, and what they may do there. */
export const CurrentAccess = createParamDecorator((_: unknown, context: ExecutionContext): Access =>
  accessOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Who the request runs as: a user, a service account, or an app that named no company. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext) => accessOf(context.switchToHttp().getRequest<FastifyRequest>()).principal,
);

const ACCESS = Symbol('access');

export function setAccess(request: FastifyRequest, access: Access): void {
  (request as unknown as Record<symbol, Access>)[ACCESS] = access;
}

/** The access of a request that passed the guard. Throws on public routes, which have none. */
export function accessOf(request: FastifyRequest): Access {
  const access = accessIfAny(request);
  if (!access) throw new Error('This route declares @Public and has no principal.');
  return access;
}

/** The access of a request; undefined on public routes. */
export const accessIfAny = (request: FastifyRequest): Access | undefined =>
  (request as unknown as Record<symbol, Access | undefined>)[ACCESS];
