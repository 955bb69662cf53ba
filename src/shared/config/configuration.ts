import { accessSync, constants } from 'node:fs';
import { z } from 'zod';
import { defaultSender, type MailAddress, parseMailAddress } from './mail-settings.js';
import { flag, isEverybody, isNetwork, isProxy, list, reachesThisMachine, urlOf, whole } from './setting-types.js';

/** What the environment may say. Every variable is described in the README's table of settings. */
const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().min(1).optional(),
  PORT: whole(0, 65_535).default(3000),
  ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: urlOf('mysql://', 'mariadb://').optional(),
  DATABASE_POOL: whole(1, 500).default(16),
  DATA_DIR: z.string().min(1).default('data'),
  MASTER_KEY: z.string().min(1).optional(),
  MASTER_KEY_FILE: z.string().min(1).optional(),
  MASTER_KEY_PREVIOUS: z.string().min(1).optional(),
  REDIS_URL: urlOf('redis://', 'rediss://').optional(),
  TLS_CERT_FILE: z.string().min(1).optional(),
  TLS_KEY_FILE: z.string().min(1).optional(),
  TRUSTED_PROXIES: list.default([]),
  OUTBOUND_NETWORKS: list.default([]),
  SMTP_URL: urlOf('smtp://', 'smtps://').optional(),
  MAIL_FROM: z.string().min(1).optional(),
  SECURITY_CONTACT: z.email().max(254).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  WORKERS: whole(1, 128).default(1),
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
  /** Networks that are not public and that requests of ours, such as webhooks, may reach all the same. */
  readonly outboundNetworks: readonly string[];
  /** Where mail goes out; without one it is written to files, in production refused. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: MailAddress;
  /** Where the page on security tells people to report a leak. */
  readonly securityContact: string | undefined;
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
  const reasons = reasonsAgainst(parsed.data);
  if (reasons.length > 0) throw new ConfigurationError(reasons);
  return configurationOf(parsed.data);
}

/** `NAME=` in an environment file means that the setting is absent. */
const withoutBlanks = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));

function configurationOf(env: Environment): Configuration {
  const issuer = (env.ISSUER ?? `http://localhost:${env.PORT}`).replace(/\/$/, '');
  return {
    environment: env.NODE_ENV,
    host: env.HOST,
    port: env.PORT,
    issuer,
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
    outboundNetworks: env.OUTBOUND_NETWORKS,
    smtpUrl: env.SMTP_URL,
    mailFrom: senderOf(env.MAIL_FROM ?? defaultSender(issuer)),
    securityContact: env.SECURITY_CONTACT,
    logLevel: env.LOG_LEVEL,
    workers: env.WORKERS,
    seedDemo: env.SEED_DEMO ?? env.NODE_ENV === 'development',
  };
}

/** Checked before. */
const senderOf = (text: string): MailAddress => parseMailAddress(text) ?? { address: text };

/** RFC 8414 §2: the issuer has no query and no fragment; ours is an origin, since everything hangs below it. */
function isOrigin(issuer: string): boolean {
  const { origin } = new URL(issuer);
  return issuer === origin || issuer === `${origin}/`;
}

/** 32 bytes of base64 that may be random: neither a few bytes repeated, nor text or a count (placeholders). */
export function isMasterKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text.trim()) && new Set(bytes).size > 8 && bytes.some((byte) => byte > 127);
}

const DEFAULT_PASSWORDS = new Set(
  'password secret root admin mysql mariadb changeme change-me gatehouse 123456 12345678'.split(' '),
);

type Rule = readonly [isBroken: (env: Environment) => boolean, reason: string];

const isPlaceholder = (key: string | undefined): boolean => key !== undefined && !isMasterKey(key);

/** A file that is named must be there: better said here, with the name of the setting, than by the one who opens it. */
const isUnreadable = (file: string | undefined): boolean => {
  if (file === undefined) return false;
  try {
    accessSync(file, constants.R_OK);
    return false;
  } catch {
    return true;
  }
};

const FILES = ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'MASTER_KEY_FILE'] as const;

const CONTRADICTIONS: readonly Rule[] = [
  ...FILES.map((name): Rule => [(env) => isUnreadable(env[name]), `${name} names a file that cannot be read.`]),
  [
    (env) => Boolean(env.TLS_CERT_FILE) !== Boolean(env.TLS_KEY_FILE),
    'TLS_CERT_FILE and TLS_KEY_FILE belong together: set both or none.',
  ],
  [
    (env) => Boolean(env.MASTER_KEY && env.MASTER_KEY_FILE),
    'MASTER_KEY and MASTER_KEY_FILE exclude each other: set one.',
  ],
  [(env) => isPlaceholder(env.MASTER_KEY), 'MASTER_KEY must be 32 bytes in base64: openssl rand -base64 32'],
  [
    (env) => isPlaceholder(env.MASTER_KEY_PREVIOUS),
    'MASTER_KEY_PREVIOUS must be 32 bytes in base64: openssl rand -base64 32',
  ],
  [
    (env) => env.WORKERS > 1 && !env.DATABASE_URL,
    'WORKERS above 1 needs MySQL (DATABASE_URL): the embedded engine serves one process.',
  ],
  [
    (env) => env.DATABASE_URL !== undefined && new URL(env.DATABASE_URL).pathname.length < 2,
    'DATABASE_URL names no database: mysql://user:password@host:port/name',
  ],
  [
    (env) => !env.TRUSTED_PROXIES.every(isProxy),
    'TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, separated by commas.',
  ],
  [
    (env) => !env.OUTBOUND_NETWORKS.every(isNetwork),
    'OUTBOUND_NETWORKS must be addresses or networks such as 10.1.0.0/16, separated by commas.',
  ],
  [
    (env) => env.MAIL_FROM !== undefined && parseMailAddress(env.MAIL_FROM) === undefined,
    'MAIL_FROM must be an address such as Gatehouse <no-reply@example.com>.',
  ],
  [(env) => env.ISSUER !== undefined && !isOrigin(env.ISSUER), 'ISSUER must be an origin such as https://example.com.'],
];

/** As the database will see it; malformed escapes stay as they are. */
function passwordOf(url: string): string {
  const { password } = new URL(url);
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

const isDefaultPassword = (url: string): boolean => {
  const password = passwordOf(url).toLowerCase();
  return DEFAULT_PASSWORDS.has(password) || password === new URL(url).username.toLowerCase();
};

const isLoopback = (issuer: string): boolean => /^(localhost|127\.|\[::1\]$)/.test(new URL(issuer).hostname);

const PRODUCTION_RULES: readonly Rule[] = [
  [(env) => !env.DATABASE_URL, 'DATABASE_URL is missing: production needs MySQL or MariaDB.'],
  [(env) => env.DATABASE_URL !== undefined && passwordOf(env.DATABASE_URL) === '', 'DATABASE_URL has no password.'],
  [
    (env) => env.DATABASE_URL !== undefined && isDefaultPassword(env.DATABASE_URL),
    'DATABASE_URL has a default password: choose a random one.',
  ],
  [
    (env) => !env.MASTER_KEY && !env.MASTER_KEY_FILE,
    'MASTER_KEY or MASTER_KEY_FILE is missing: openssl rand -base64 32',
  ],
  [(env) => !env.ISSUER, 'ISSUER is missing: the public https:// origin of this server.'],
  [(env) => env.ISSUER?.startsWith('http://') ?? false, 'ISSUER must be https:// in production.'],
  [(env) => env.ISSUER !== undefined && isLoopback(env.ISSUER), 'ISSUER must be the public origin, not this machine.'],
  [
    (env) => !env.TLS_CERT_FILE && env.TRUSTED_PROXIES.length === 0,
    'Nothing terminates TLS: set TLS_CERT_FILE and TLS_KEY_FILE, or name the proxy that does in TRUSTED_PROXIES.',
  ],
  [
    (env) => env.TRUSTED_PROXIES.some(isEverybody),
    'TRUSTED_PROXIES trusts everybody: name the addresses of your proxies.',
  ],
  [
    (env) => env.OUTBOUND_NETWORKS.some(reachesThisMachine),
    'OUTBOUND_NETWORKS reaches this machine or the metadata of its cloud: name the networks of your receivers.',
  ],
  [
    (env) => env.OUTBOUND_NETWORKS.some(isEverybody),
    'OUTBOUND_NETWORKS reaches everything: name the networks of your receivers.',
  ],
  [
    (env) => env.SMTP_URL !== undefined && env.MAIL_FROM === undefined,
    'MAIL_FROM is missing: the address that mail comes from, which SMTP_URL needs.',
  ],
  [
    (env) => env.SEED_DEMO === true,
    'SEED_DEMO is set: demo data has known people in it and is never seeded in production.',
  ],
];

function reasonsAgainst(env: Environment): string[] {
  const rules = env.NODE_ENV === 'production' ? [...CONTRADICTIONS, ...PRODUCTION_RULES] : CONTRADICTIONS;
  return rules.filter(([isBroken]) => isBroken(env)).map(([, reason]) => reason);
}
