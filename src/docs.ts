import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { AccessDeclarations, type AccessRequirement, MANAGEMENT_SCOPES, neededScope } from './access/index.js';
import { IDENTITY_SCOPES, UMBRELLA_SCOPES } from './access/index.js';
import { DOCS_REDIRECT_PATH, SWAGGER_CLIENT_ID } from './first-party.js';
import { ISSUER, type Issuer } from './shared/index.js';

const REST = '/rest/v1.0';

const SCOPE_TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
  [...IDENTITY_SCOPES, ...UMBRELLA_SCOPES, ...MANAGEMENT_SCOPES].map((scope) => [scope, scope.replace(':', ': ')]),
);

/** The OpenAPI document at `/openapi.json` and Swagger UI at `/docs`, which signs in against this very server. */
export function serveDocs(app: NestFastifyApplication): void {
  const issuer = app.get<Issuer>(ISSUER);
  const declarations = app.get(AccessDeclarations);
  const state: { document?: OpenAPIObject } = {};
  const document = (): OpenAPIObject => (state.document ??= describe(app, declarations, issuer));
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Gatehouse API',
    swaggerOptions: {
      persistAuthorization: false,
      displayRequestDuration: true,
      tagsSorter: 'alpha',
      oauth2RedirectUrl: `${issuer.url}${DOCS_REDIRECT_PATH}`,
      initOAuth: {
        clientId: SWAGGER_CLIENT_ID,
        usePkceWithAuthorizationCodeGrant: true,
        scopes: ['profile', 'email', 'tools:admin', ...MANAGEMENT_SCOPES],
      },
    },
  });
}

function describe(app: NestFastifyApplication, declarations: AccessDeclarations, issuer: Issuer): OpenAPIObject {
  const flow = {
    authorizationUrl: `${issuer.url}/oauth/authorize`,
    tokenUrl: `${issuer.url}/oauth/token`,
    scopes: SCOPE_TEXTS,
  };
  const options = new DocumentBuilder()
    .setTitle('Gatehouse')
    .setDescription(
      'OAuth 2.0, app management, service accounts and access rules of a construction-management platform.',
    )
    .setVersion('1.0')
    .addServer(issuer.url)
    .addOAuth2({ type: 'oauth2', flows: { authorizationCode: flow } }, 'oauth2')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'bearer')
    .build();
  const document = SwaggerModule.createDocument(app, options, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  for (const route of declarations.routes) annotate(document, route);
  return document;
}

type Operation = Record<string, unknown> & { description?: string; responses?: Record<string, unknown> };

/** The decorators feed guard and document alike, so that what is documented is what is enforced. */
function annotate(
  document: OpenAPIObject,
  route: { method: string; path: string; requirement: AccessRequirement },
): void {
  if (route.requirement.isPublic) return;
  const path = `${REST}${route.path.replace(/:(\w+)/g, '{$1}')}`;
  const operation = (document.paths[path] as Record<string, Operation> | undefined)?.[route.method.toLowerCase()];
  if (!operation) return;
  const scope = neededScope(route.requirement);
  operation.security = [{ oauth2: scope ? [scope] : [] }, { bearer: [] }];
  operation['x-access'] = route.requirement;
  operation.description = [operation.description, accessText(route.requirement)].filter(Boolean).join('\n\n');
  operation.responses = { ...REFUSALS, ...operation.responses };
}

const REFUSALS = {
  401: { description: '`invalid_token`: the token is missing or dead.' },
  403: { description: 'The code says which row of the access decision refused, e.g. `insufficient_scope`.' },
  404: { description: '`not_found`: there is none, or none that the caller may know of.' },
};

function accessText(requirement: AccessRequirement): string {
  const { companyRole, projectRole, tool, orTool } = requirement;
  const needs = [
    neededScope(requirement) && `scope \`${neededScope(requirement)}\``,
    companyRole && `company role \`${companyRole}\``,
    projectRole && `project role \`${projectRole}\``,
    tool && `\`${tool.level}\` on \`${tool.name}\`${tool.action ? ` or the action \`${tool.action}\`` : ''}`,
    orTool && `(or \`${orTool.level}\` on \`${orTool.name}\` instead of the role)`,
  ].filter(Boolean);
  return needs.length > 0 ? `**Access:** ${needs.join(', ')}.` : '**Access:** any valid token.';
}
