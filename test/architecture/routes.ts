import {
  AccessDeclarations,
  type AccessRequirement,
  type DeclaredRoute,
  neededScope,
  type ToolRequirement,
} from '../../src/access/index.js';
import { REST_PREFIX } from '../../src/server.js';
import type { TestApp } from '../support/start-app.js';

/** A declared route and the path under which it is really reached. */
export interface ReachedRoute extends DeclaredRoute {
  readonly url: string;
}

/** Everything the HTTP router answers, such as `GET /rest/v1.0/me`; HEAD comes with GET. */
export function routerOf({ app }: TestApp): Set<string> {
  const tree = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const above: string[] = [];
  const routes = new Set<string>();
  for (const line of tree.split('\n')) {
    const [, indent, segment, methods] = /^([\s│]*)[├└]── (.*) \(([A-Z, ]+)\)$/.exec(line) ?? [];
    if (segment === undefined) continue;
    const depth = indent.length / 4;
    above[depth] = (above[depth - 1] ?? '') + segment;
    for (const method of methods.split(', ')) if (method !== 'HEAD') routes.add(`${method} ${above[depth]}`);
  }
  return routes;
}

/** All declared routes. Throws where one is not reached at all. */
export function declaredRoutes(app: TestApp): ReachedRoute[] {
  const router = routerOf(app);
  return app.app.get(AccessDeclarations).routes.map((route) => {
    const url = [`/${REST_PREFIX}${route.path}`, route.path].find((path) => router.has(`${route.method} ${path}`));
    if (url === undefined) throw new Error(`Nothing answers ${route.method} ${route.path}`);
    return { ...route, url };
  });
}

/** What a requirement demands, in words; a member that nobody taught this function shows as it is. */
export function accessWords(requirement: AccessRequirement): string {
  const { isPublic, scope, companyRole, projectRole, tool, orTool, ...rest } = requirement;
  if (isPublic) return 'everybody';
  const needed = neededScope({ scope, tool });
  const words = [
    needed ? `scope ${needed}` : !(companyRole ?? projectRole) && 'any valid token',
    companyRole && `company ${companyRole}`,
    projectRole && `project ${projectRole}`,
    toolWords('', tool),
    toolWords('or ', orTool),
    ...flagWords(rest),
  ];
  return words.filter(Boolean).join(', ');
}

const FLAGS: Readonly<Record<string, string>> = {
  inBrowser: 'in the browser',
  orServiceAccount: 'or a service account with the scope',
  concernsOne: 'one object',
  projectInQuery: 'project in the query',
  projectMayBeInactive: 'also of an inactive project',
};

/** The known flags in their order, then whatever else there is, as it is. */
function flagWords(rest: AccessRequirement): (string | false | undefined)[] {
  const set = rest as Readonly<Record<string, unknown>>;
  const unknown = Object.entries(set).filter(([name]) => !Object.hasOwn(FLAGS, name));
  const known = Object.entries(FLAGS).map(([name, words]) => Boolean(set[name]) && words);
  return [...known, unknown.length > 0 && JSON.stringify(Object.fromEntries(unknown))];
}

const toolWords = (prefix: string, tool: ToolRequirement | undefined): string | undefined =>
  tool && `${prefix}${[tool.level, tool.action].filter(Boolean).join(' or ')} on ${tool.name}`;
