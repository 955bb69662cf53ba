import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import cookie from '@fastify/cookie';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';
import { Challenges } from './access/index.js';
import { AppModule } from './app.module.js';
import { CorsPolicy } from './clients/index.js';
import { serveDocs } from './docs.js';
import { AuthorizePages, AuthorizeSurface, LogoutPages, LogoutSurface, ProtocolSurface } from './oauth/index.js';
import {
  answerClientError,
  type Configuration,
  ErrorFilter,
  type ErrorSurface,
  MALFORMED_QUERY,
  MAX_BODY,
  PageRenderer,
  PagesSurface,
  parseForm,
  readTarget,
  registerBodyParsers,
  registerRequestHooks,
} from './shared/index.js';
import { TokenVerifier } from './tokens/index.js';
import { registerMetering, UsageMeter } from './usage/index.js';

/** Everything outside of the REST API: no version prefix there. */
const UNPREFIXED = [
  '',
  'sign-in',
  'sign-in/{*path}',
  'account/{*path}',
  'domain-confirmation',
  'domain-confirmation/{*path}',
  'sign-out',
  'consent',
  'password-reset',
  'password-reset/{*path}',
  'confirm-email',
  'new-password',
  'new-password/{*path}',
  'invitation',
  'invitation/{*path}',
  'console',
  'console/{*path}',
  'account/{*path}',
  'security',
  'assets/{*path}',
  'oauth/{*path}',
  '.well-known/{*path}',
  'schemas/{*path}',
  'health/{*path}',
];

export const REST_PREFIX = 'rest/v1.0';

const ALIASES = /^\/(?:rest\/v1\.[0-3]|vapid)(?=\/|$)/;

const ENCODED = /%[0-9a-f]{2}/gi;
const UNRESERVED = /^[\w.~-]$/;

/** RFC 3986 §6.2.2.2: one path has one spelling, so that nothing that looks at it is passed by another one. */
const plainSpelling = (path: string): string =>
  path.replace(ENCODED, (code) => {
    const character = String.fromCharCode(parseInt(code.slice(1), 16));
    return UNRESERVED.test(character) ? character : code;
  });

/**
 * The one URL that the rest of the program sees. Existing clients call `/vapid` and other minor versions, and
 * `/oauth/token/` with a slash at its end. What is wrong with a target is refused by the request hooks.
 */
function canonicalUrl(url: string | undefined): string {
  const { path, query } = readTarget(url ?? '/');
  const canonical = plainSpelling(path)
    .replace(ALIASES, `/${REST_PREFIX}`)
    .replace(/^(\/oauth\/.+)\/$/, '$1');
  return canonical + query;
}

function parseQuery(text: string): Record<string, unknown> {
  try {
    return parseForm(text);
  } catch {
    return { [MALFORMED_QUERY]: true };
  }
}

/** What an error says of itself, and nothing that it carries: statements, parameters, requests. */
const plainError = ({ name, message, stack }: Error): object => ({ type: name, message, stack });

const createLogger = ({ logLevel }: Configuration, log?: DestinationStream): Logger =>
  pino(
    { level: logLevel, base: null, serializers: { err: plainError, error: plainError } },
    log ?? pino.destination(1),
  );

/** Nest's own messages in the same log; what is an object is a fact of ours that operators keep. */
const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown) => (typeof message === 'object' ? logger.info(message) : logger.debug(message)),
  warn: (message: unknown) => logger.warn(message),
  error: (message: unknown, ...rest: unknown[]) => logger.error({ rest }, String(message)),
});

const REQUEST_TIMEOUT_MS = 30_000;
/** More than Node takes as a whole head: the request hooks refuse long parts of a path, the router never does. */
const MAX_PARAM_LENGTH = 16 * 1024;
/** Node swaps the two time-outs where that for the headers is the longer one, and looks only now and then. */
const SLOW_REQUESTS = { headersTimeout: 15_000, connectionsCheckingInterval: 2_000 };

function createAdapter(configuration: Configuration, logger: Logger): FastifyAdapter {
  const { tls, trustedProxies } = configuration;
  const options = {
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: () => randomUUID(),
    requestTimeout: REQUEST_TIMEOUT_MS,
    clientErrorHandler: answerClientError,
    forceCloseConnections: 'idle',
    routerOptions: { querystringParser: parseQuery, maxParamLength: MAX_PARAM_LENGTH },
    rewriteUrl: (request: { url?: string }) => canonicalUrl(request.url),
    ...(tls
      ? { https: { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile), ...SLOW_REQUESTS } }
      : { http: SLOW_REQUESTS }),
  };
  return new FastifyAdapter(options as unknown as FastifyServerOptions);
}

/** The whole program, ready to listen. `log`: where its log goes, if not to standard output. */
export async function createServer(
  configuration: Configuration,
  log?: DestinationStream,
): Promise<NestFastifyApplication> {
  const logger = createLogger(configuration, log);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.register(configuration),
    createAdapter(configuration, logger),
    { logger: nestLogger(logger), bodyParser: false, abortOnError: false },
  );
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.register(cookie);
  registerRequestHooks(fastify);
  registerBodyParsers(fastify);
  registerTransportHeaders(fastify, configuration);
  hangUpWhenClosing(fastify);
  registerMetering(fastify, app.get(UsageMeter), app.get(TokenVerifier));
  app.get(CorsPolicy).register(fastify);
  app.setGlobalPrefix(REST_PREFIX, { exclude: UNPREFIXED });
  app.useGlobalFilters(new ErrorFilter(errorSurfaces(app)));
  serveDocs(app);
  await app.init();
  return app;
}

const errorSurfaces = (app: NestFastifyApplication): ErrorSurface[] => [
  new AuthorizeSurface(app.get(AuthorizePages)),
  new LogoutSurface(app.get(LogoutPages)),
  new ProtocolSurface(app.get(Challenges)),
  new PagesSurface(app.get(PageRenderer)),
];

/** RFC 6797: whoever came by TLS comes by TLS for two years. */
function registerTransportHeaders(fastify: FastifyInstance, configuration: Configuration): void {
  const isHttps = configuration.issuer.startsWith('https://');
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    void reply.header('X-Content-Type-Options', 'nosniff');
    if (isHttps) void reply.header('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
    done(null, payload);
  });
}

/** What a client may take for the rest of its request when the process is to end. */
const DRAIN_MS = 5_000;

/** Ends with the requests in flight: neither kept-alive connections nor silent ones keep the process alive. */
function hangUpWhenClosing(fastify: FastifyInstance): void {
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    // Node enforces none of its own time-outs on a server that closes.
    setTimeout(() => fastify.server.closeAllConnections(), DRAIN_MS).unref();
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) void reply.header('Connection', 'close');
    done(null, payload);
  });
}
