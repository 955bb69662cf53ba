import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import {
  AccessDeclarations,
  IDENTITY_SCOPES,
  MANAGEMENT_SCOPES,
  neededScope,
  ToolCatalogue,
  UMBRELLA_SCOPES,
} from './access/index.js';
import { DOCS_REDIRECT_PATH, SWAGGER_CLIENT_ID } from './first-party.js';
import { scopeWords } from './oauth/index.js';
import { documentAccess } from './openapi-operations.js';
import { REFUSAL_COMPONENTS } from './openapi-refusals.js';
import { ISSUER, type Issuer } from './shared/index.js';

const SCOPES = [...IDENTITY_SCOPES, ...UMBRELLA_SCOPES, ...MANAGEMENT_SCOPES];

/** The scopes that some route asks for, and those that cover many, in the words of the consent page. */
function scopeTexts({ routes }: AccessDeclarations, tools: ToolCatalogue): Record<string, string> {
  const asked = routes.flatMap(({ requirement }) => neededScope(requirement) ?? []);
  const scopes = new Set([...SCOPES, ...asked.sort()]);
  return Object.fromEntries([...scopes].map((scope) => [scope, scopeWords(scope, 'en', tools)[0].text]));
}

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#c2410c" d="M1 15V6l7-5 7 5v9h-4V9H5v6z"/></svg>';

/** Our name in the bar, and the same look as the pages. */
const STYLES = `
  .swagger-ui .topbar { padding: 0.5rem 0; }
  .swagger-ui .topbar-wrapper { justify-content: space-between; }
  .swagger-ui .topbar .link svg { display: none; }
  .swagger-ui .topbar .link::before { content: 'Gatehouse'; font-size: 1.25rem; }
  .swagger-ui .info { margin: 1.5rem 0; }
  .swagger-ui .scheme-container { padding: 1rem 0; }
`;

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Scripts only from here, calls only to this server. Swagger UI writes style attributes and draws `data:` images. */
const policyFor = (issuer: Issuer): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self' ${issuer.url}`,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

/** For `/docs` and what is below it; the redirect page there carries a code in its URL. */
function registerDocsHooks(fastify: FastifyInstance, issuer: Issuer): void {
  const { hostname } = new URL(issuer.url);
  const headers = {
    'Content-Security-Policy': policyFor(issuer),
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
  };
  fastify.addHook('onRequest', async (request, reply) => {
    if (!/^\/docs(?=[/?]|$)/.test(request.url)) return;
    void reply.headers(headers);
    // The popup comes back to the issuer's origin, and only a page of the same origin hears of it.
    const isLocal = LOOPBACK.test(hostname) && LOOPBACK.test(request.hostname);
    if (isLocal && request.hostname !== hostname && request.method === 'GET')
      await reply.redirect(issuer.url + request.url);
  });
}

/** The OpenAPI document at `/openapi.json` and Swagger UI at `/docs`, which signs in against this very server. */
export function serveDocs(app: NestFastifyApplication): void {
  const issuer = app.get<Issuer>(ISSUER);
  registerDocsHooks(app.getHttpAdapter().getInstance(), issuer);
  const declarations = app.get(AccessDeclarations);
  const state: { document?: OpenAPIObject } = {};
  const document = (): OpenAPIObject => (state.document ??= describe(app, declarations, issuer));
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Gatehouse API',
    customfavIcon: `data:image/svg+xml,${encodeURIComponent(ICON)}`,
    customCss: STYLES,
    swaggerOptions: {
      persistAuthorization: false,
      displayRequestDuration: true,
      tagsSorter: 'alpha',
      // Drawing every operation and schema at once makes each click on the page wait for seconds.
      docExpansion: 'none',
      defaultModelsExpandDepth: -1,
      filter: true,
      // The address names the operation that is open, so that it can be passed on.
      deepLinking: true,
      // Else it would send the document's address to a validator on the internet.
      validatorUrl: null,
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
    scopes: scopeTexts(declarations, app.get(ToolCatalogue)),
  };
  const options = new DocumentBuilder()
    .setTitle('Gatehouse')
    .setDescription(
      'OAuth 2.0, app management, service accounts and access rules of a construction-management platform.',
    )
    .setVersion('1.0')
    .addServer(issuer.url)
    // In this order: Swagger UI scrolls to the field for a token, and the scopes are to be seen as well.
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'A token that you have, of a service account say.' },
      'bearer',
    )
    .addOAuth2({ type: 'oauth2', description: 'Sign in, here.', flows: { authorizationCode: flow } }, 'oauth2')
    .build();
  const document = SwaggerModule.createDocument(app, options, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const { schemas, examples } = REFUSAL_COMPONENTS;
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...schemas }, examples };
  for (const route of declarations.routes) documentAccess(document, route);
  return document;
}
