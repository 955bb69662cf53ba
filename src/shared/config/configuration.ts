import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

/** What the environment may say. Every variable is described in the README's table of settings. */
const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(mysql|mariadb):\/\//, 'must start with mysql:// or mariadb://')
    .optional(),
  DATABASE_POOL: z.coerce.number().int().min(1).max(500).default(16),
  DATA_DIR: z.string().min(1).default('data'),
  MASTER_KEY: z.string().min(1).optional(),
  MASTER_KEY_FILE: z.string().min(1).optional(),
  MASTER_KEY_PREVIOUS: z.string().min(1).optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis:// or rediss://')
    .optional(),
  TLS_CERT_FILE: z.string().min(1).optional(),
  TLS_KEY_FILE: z.string().min(1).optional(),
  TRUSTED_PROXIES: list.default([]),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  WORKERS: z.coerce.number().int().min(1).max(128).default(1),
  SEED_DEMO: flag.optional(),
});

type Environment = z.infer<typeof Environment>;

export interface DatabaseSettings {
  readonly engine: 'embedded' | 'mysql';
  /** `mysql://user:password@host:port/name` on MySQL. */
  readonly url?: string;
  /** The database file of the embedded engine. */
  readonly file: string;
  /** Connections of one process. */
  readonly pool: number;
}

/** The settings of one process, checked as a whole by {@link loadConfiguration}. */
export interface Configuration {
  readonly environment: Environment['NODE_ENV'];
  readonly host: string | undefined;
  readonly port: number;
  /** The OAuth issuer and the one origin of everything; by default `http://localhost` with the port. */
  readonly issuer: string;
  /** Whether the issuer was named, not derived from the port. */
  readonly hasOwnIssuer: boolean;
  readonly database: DatabaseSettings;
  readonly dataDir: string;
  /** Master keys in base64, 32 bytes each: the first seals, all open. Empty: one is kept under `dataDir`. */
  readonly masterKeys: readonly string[];
  readonly masterKeyFile: string | undefined;
  readonly redisUrl: string | undefined;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly trustedProxies: readonly string[];
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly workers: number;
  readonly seedDemo: boolean;
}

/** Start-up is refused: every reason at once, each telling what to change. */
export class ConfigurationError extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(`The configuration is refused:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/** Reads and checks the settings. Throws {@link ConfigurationError} naming everything wrong or unsafe. */
export function loadConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const parsed = Environment.safeParse(withoutBlanks(environment));
  if (!parsed.success) {
    throw new ConfigurationError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const reasons = [...contradictions(parsed.data), ...unsafeInProduction(parsed.data)];
  if (reasons.length > 0) throw new ConfigurationError(reasons);
  return configurationOf(parsed.data);
}

/** `NAME=` in an environment file means that the setting is absent. */
const withoutBlanks = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));

function configurationOf(env: Environment): Configuration {
  return {
    environment: env.NODE_ENV,
    host: env.HOST,
    port: env.PORT,
    issuer: (env.ISSUER ?? `http://localhost:${env.PORT}`).replace(/\/$/, ''),
    hasOwnIssuer: env.ISSUER !== undefined,
    database: {
      engine: env.DATABASE_URL ? 'mysql' : 'embedded',
      url: env.DATABASE_URL,
      file: `${env.DATA_DIR}/gatehouse.db`,
      pool: env.DATABASE_POOL,
    },
    dataDir: env.DATA_DIR,
    masterKeys: [env.MASTER_KEY, env.MASTER_KEY_PREVIOUS].filter((key) => key !== undefined),
    masterKeyFile: env.MASTER_KEY_FILE,
    redisUrl: env.REDIS_URL,
    tls: env.TLS_CERT_FILE && env.TLS_KEY_FILE ? { certFile: env.TLS_CERT_FILE, keyFile: env.TLS_KEY_FILE } : undefined,
    trustedProxies: env.TRUSTED_PROXIES,
    logLevel: env.LOG_LEVEL,
    workers: env.WORKERS,
    seedDemo: env.SEED_DEMO ?? env.NODE_ENV === 'development',
  };
}

function contradictions(env: Environment): string[] {
  const reasons: string[] = [];
  if (Boolean(env.TLS_CERT_FILE) !== Boolean(env.TLS_KEY_FILE)) {
    reasons.push('TLS_CERT_FILE and TLS_KEY_FILE belong together: set both or none.');
  }
  if (env.MASTER_KEY && env.MASTER_KEY_FILE) {
    reasons.push('MASTER_KEY and MASTER_KEY_FILE exclude each other: set one.');
  }
  for (const name of ['MASTER_KEY', 'MASTER_KEY_PREVIOUS'] as const) {
    const key = env[name];
    if (key && !isMasterKey(key)) reasons.push(`${name} must be 32 bytes in base64: openssl rand -base64 32`);
  }
  if (env.WORKERS > 1 && !env.DATABASE_URL) {
    reasons.push('WORKERS above 1 needs MySQL (DATABASE_URL): the embedded engine serves one process.');
  }
  return [...reasons, ...issuerFaults(env.ISSUER)];
}

/** RFC 8414 §2: the issuer has no query and no fragment; ours is an origin, since everything hangs below it. */
function issuerFaults(issuer: string | undefined): string[] {
  if (!issuer) return [];
  const { origin } = new URL(issuer);
  return issuer === origin || issuer === `${origin}/` ? [] : ['ISSUER must be an origin such as https://example.com.'];
}

/** 32 bytes of base64 that are not one byte repeated (a placeholder). */
export function isMasterKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && new Set(bytes).size > 8;
}

const DEFAULT_PASSWORDS = new Set(['password', 'secret', 'root', 'mysql', 'changeme', 'change-me', 'gatehouse']);

type Rule = readonly [isBroken: (env: Environment) => boolean, reason: string];

const passwordOf = (url: string): string => new URL(url).password;

const PRODUCTION_RULES: readonly Rule[] = [
  [(env) => !env.DATABASE_URL, 'DATABASE_URL is missing: production needs MySQL or MariaDB.'],
  [(env) => env.DATABASE_URL !== undefined && passwordOf(env.DATABASE_URL) === '', 'DATABASE_URL has no password.'],
  [
    (env) => env.DATABASE_URL !== undefined && DEFAULT_PASSWORDS.has(passwordOf(env.DATABASE_URL).toLowerCase()),
    'DATABASE_URL has a default password: choose a random one.',
  ],
  [
    (env) => !env.MASTER_KEY && !env.MASTER_KEY_FILE,
    'MASTER_KEY or MASTER_KEY_FILE is missing: openssl rand -base64 32',
  ],
  [(env) => !env.ISSUER, 'ISSUER is missing: the public https:// origin of this server.'],
  [(env) => env.ISSUER?.startsWith('http://') ?? false, 'ISSUER must be https:// in production.'],
  [
    (env) => !env.TLS_CERT_FILE && env.TRUSTED_PROXIES.length === 0,
    'Nothing terminates TLS: set TLS_CERT_FILE and TLS_KEY_FILE, or name the proxy that does in TRUSTED_PROXIES.',
  ],
  [
    (env) => env.TRUSTED_PROXIES.some((proxy) => ['*', '0.0.0.0/0', '::/0'].includes(proxy)),
    'TRUSTED_PROXIES trusts everybody: name the addresses of your proxies.',
  ],
  [
    (env) => env.SEED_DEMO === true,
    'SEED_DEMO is set: demo data has known people in it and is never seeded in production.',
  ],
];

function unsafeInProduction(env: Environment): string[] {
  if (env.NODE_ENV !== 'production') return [];
  return PRODUCTION_RULES.filter(([isBroken]) => isBroken(env)).map(([, reason]) => reason);
}
