import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { requirementOf } from './decorators.js';
import { type AccessRequirement, concernsProject } from './requirement.js';
import { ToolCatalogue } from './tool-catalogue.js';

/** One route and what it demands. */
export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly requirement: AccessRequirement;
}

const NEVER: AccessRequirement = { scope: 'undeclared' };

/** Params that say where, not which object. */
const PLACES = new Set(['companyId', 'projectId']);

/** What every route demands, read once at start-up, which is refused if one route declares nothing. */
@Injectable()
export class AccessDeclarations implements OnModuleInit {
  private readonly requirements = new Map<object, AccessRequirement>();
  readonly routes: DeclaredRoute[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly tools: ToolCatalogue,
  ) {}

  onModuleInit(): void {
    const faults: string[] = [];
    for (const { metatype } of this.discovery.getControllers()) {
      if (typeof metatype === 'function') this.read(metatype, faults);
    }
    if (faults.length > 0) throw new UndeclaredRouteError(faults);
  }

  /** An unknown handler is closed to everybody. */
  of(handler: object): AccessRequirement {
    return this.requirements.get(handler) ?? NEVER;
  }

  private read(controller: object, faults: string[]): void {
    const prototype = (controller as { prototype: object }).prototype;
    for (const name of this.scanner.getAllMethodNames(prototype)) {
      const handler = (prototype as Record<string, object>)[name];
      const paths = pathsOf(controller, handler);
      if (!paths) continue;
      const requirement = requirementOf(handler, controller);
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number];
      for (const path of paths) {
        const fault = faultOf(requirement, path) ?? this.unknownToolIn(requirement);
        if (!requirement || fault) faults.push(`${method} ${path} (${name}): ${fault}`);
        else this.declare(handler, { method, path, requirement });
      }
    }
  }

  /** Modules register their tools when they are made, before any of them begins. */
  private unknownToolIn({ tool, orTool }: AccessRequirement = {}): string | undefined {
    const unknown = [tool, orTool].find((one) => one && !this.tools.find(one.name));
    return unknown && `names ${unknown.name}, which is not in the tool catalogue.`;
  }

  private declare(handler: object, route: DeclaredRoute): void {
    const requirement = { concernsOne: concernsOne(route.path), ...route.requirement };
    this.requirements.set(handler, requirement);
    this.routes.push({ ...route, requirement });
  }
}

function pathsOf(controller: object, handler: object): string[] | undefined {
  const own = Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined;
  if (own === undefined) return undefined;
  const bases = [(Reflect.getMetadata(PATH_METADATA, controller) as string | string[] | undefined) ?? ''].flat();
  return bases.flatMap((base) => [own].flat().map((path) => `/${[base, path].map(trim).filter(Boolean).join('/')}`));
}

const trim = (path: string): string => path.replace(/^\/+|\/+$/g, '');

const concernsOne = (path: string): boolean => [...path.matchAll(/:(\w+)/g)].some(([, name]) => !PLACES.has(name));

function faultOf(requirement: AccessRequirement | undefined, path: string): string | undefined {
  if (!requirement)
    return 'declares no access. Add @Public, @RequireScope, @RequireCompanyRole, @RequireProjectRole or @RequireTool.';
  const saysProject = requirement.projectInQuery === true || path.includes(':projectId');
  if (concernsProject(requirement) && !saysProject) return 'needs :projectId in its path, or projectInQuery.';
  return undefined;
}

/** A route would be open or unreachable by mistake: the process does not start. */
export class UndeclaredRouteError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Routes without a sound access declaration:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'UndeclaredRouteError';
  }
}
