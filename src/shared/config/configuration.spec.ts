import { fileURLToPath } from 'node:url';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, loadConfiguration } from './configuration.js';

/** Any file that is there. */
const A_FILE = fileURLToPath(import.meta.url);
const SECRET = 'VeRy-SeCrEt-9f2';
const KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7)).toString('base64');

/** What production accepts; every case changes one thing. */
const SAFE = {
  NODE_ENV: 'production',
  ISSUER: 'https://gatehouse.example',
  DATABASE_URL: `mysql://gatehouse:${SECRET}@db.example:3306/gatehouse`,
  MASTER_KEY: KEY,
  TRUSTED_PROXIES: '10.0.0.7',
};

type Change = Record<string, string | undefined>;

/** Why the settings are refused; empty where they are not. Throws what is no {@link ConfigurationError}. */
function reasonsAgainst(settings: Change): readonly string[] {
  try {
    loadConfiguration(settings);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const reason of error.reasons) expect(error.message).toContain(reason);
    return error.reasons;
  }
}

const keyOf = (bytes: number): string =>
  Buffer.from(Array.from({ length: bytes }, (_, at) => at * 5)).toString('base64');

describe('a configuration', () => {
  it('that is safe is accepted in production', () => {
    expect(reasonsAgainst(SAFE)).toEqual([]);
    expect(loadConfiguration(SAFE)).toMatchObject({
      environment: 'production',
      issuer: 'https://gatehouse.example',
      database: { engine: 'mysql', url: SAFE.DATABASE_URL },
      masterKeys: [KEY],
      trustedProxies: ['10.0.0.7'],
      workers: 1,
      seedDemo: false,
    });
  });

  it('of nothing is that of a developer: embedded, with demo data, on localhost', () => {
    expect(loadConfiguration({})).toMatchObject({
      environment: 'development',
      issuer: 'http://localhost:3000',
      hasOwnIssuer: false,
      database: { engine: 'embedded', file: 'data/gatehouse.db' },
      seedDemo: true,
    });
  });

  it('is the same whether a setting is blank or absent', () => {
    const blank = { PORT: '', HOST: ' ', ISSUER: '', DATABASE_URL: '\t', WORKERS: '', SEED_DEMO: '', MASTER_KEY: '' };
    expect(loadConfiguration(blank)).toEqual(loadConfiguration({}));
  });

  it('may name its issuer with a slash at the end, which is dropped', () => {
    expect(loadConfiguration({ ISSUER: 'https://gatehouse.example/' }).issuer).toBe('https://gatehouse.example');
  });

  it('opens with the former master key and seals with the new one', () => {
    const former = keyOf(32);
    expect(loadConfiguration({ ...SAFE, MASTER_KEY_PREVIOUS: former }).masterKeys).toEqual([KEY, former]);
  });

  it.each<[string, Change]>([
    ['addresses and networks of proxies', { TRUSTED_PROXIES: '10.0.0.7, 192.168.0.0/16 ,fc00::/7,loopback' }],
    ['TLS of its own and no proxy', { TRUSTED_PROXIES: undefined, TLS_CERT_FILE: A_FILE, TLS_KEY_FILE: A_FILE }],
    ['a file with the master key', { MASTER_KEY: undefined, MASTER_KEY_FILE: A_FILE }],
    ['MariaDB and several workers', { DATABASE_URL: `mariadb://u:${SECRET}@[::1]/g`, WORKERS: '4' }],
    ['networks of receivers', { OUTBOUND_NETWORKS: '10.1.0.0/16, 10.2.3.4,fd12:3456::/32' }],
    ['mail', { SMTP_URL: `smtps://user:${SECRET}@mail.example`, MAIL_FROM: 'Gatehouse <no-reply@gatehouse.example>' }],
    ['Redis over TLS', { REDIS_URL: `rediss://:${SECRET}@redis.example:6380/1` }],
  ])('with %s is accepted in production', (_what, change) => {
    expect(reasonsAgainst({ ...SAFE, ...change })).toEqual([]);
  });
});

describe('production is refused, for a reason that names the setting,', () => {
  it.each<[string, Change, RegExp]>([
    ['on the embedded engine', { DATABASE_URL: undefined }, /^DATABASE_URL is missing/],
    ['without a database password', { DATABASE_URL: 'mysql://root@db/gatehouse' }, /^DATABASE_URL has no password/],
    ['with a default password', { DATABASE_URL: 'mysql://u:Secret@db/g' }, /^DATABASE_URL has a default password/],
    ['with an escaped one', { DATABASE_URL: 'mysql://u:change%2Dme@db/g' }, /^DATABASE_URL has a default password/],
    ['with the user as password', { DATABASE_URL: 'mysql://app:app@db.internal/gatehouse' }, /default password/],
    ['with a password that everybody tries', { DATABASE_URL: 'mysql://app:123456@db.internal/g' }, /default password/],
    ['with this machine as issuer', { ISSUER: 'https://localhost' }, /^ISSUER must be the public origin/],
    ['with a loopback address as issuer', { ISSUER: 'https://127.0.0.1' }, /^ISSUER must be the public origin/],
    ['without a master key', { MASTER_KEY: undefined }, /^MASTER_KEY or MASTER_KEY_FILE is missing/],
    ['without an issuer', { ISSUER: undefined }, /^ISSUER is missing/],
    ['with a plain issuer', { ISSUER: 'http://gatehouse.example' }, /^ISSUER must be https/],
    ['without TLS and proxy', { TRUSTED_PROXIES: undefined }, /TLS_CERT_FILE and TLS_KEY_FILE, .* TRUSTED_PROXIES\.$/],
    ['with an empty list of proxies', { TRUSTED_PROXIES: ' , ' }, /TRUSTED_PROXIES\.$/],
    ['trusting everybody', { TRUSTED_PROXIES: '10.0.0.7,0.0.0.0/0' }, /^TRUSTED_PROXIES trusts everybody/],
    ['trusting everybody by IPv6', { TRUSTED_PROXIES: '::/0' }, /^TRUSTED_PROXIES trusts everybody/],
    ['trusting everybody otherwise', { TRUSTED_PROXIES: '1.2.3.4/0' }, /^TRUSTED_PROXIES trusts everybody/],
    ['trusting both halves', { TRUSTED_PROXIES: '0.0.0.0/1,128.0.0.0/1' }, /^TRUSTED_PROXIES trusts everybody/],
    ['with mail from nobody', { SMTP_URL: `smtp://u:${SECRET}@mail.example` }, /^MAIL_FROM is missing/],
    ['with demo data', { SEED_DEMO: 'true' }, /^SEED_DEMO is set/],
    ['sending to itself', { OUTBOUND_NETWORKS: '127.0.0.1' }, /^OUTBOUND_NETWORKS reaches this machine/],
    ['sending to itself by IPv6', { OUTBOUND_NETWORKS: '10.1.0.0/16,::1' }, /^OUTBOUND_NETWORKS reaches this machine/],
    ['sending to itself otherwise', { OUTBOUND_NETWORKS: '::ffff:7f00:1' }, /^OUTBOUND_NETWORKS reaches this machine/],
    ['sending to metadata', { OUTBOUND_NETWORKS: '169.254.169.0/24' }, /^OUTBOUND_NETWORKS reaches this machine/],
    [
      'sending to metadata among others',
      { OUTBOUND_NETWORKS: '169.0.0.0/8' },
      /^OUTBOUND_NETWORKS reaches this machine/,
    ],
    ['sending anywhere', { OUTBOUND_NETWORKS: '32.0.0.0/7' }, /^OUTBOUND_NETWORKS reaches everything/],
  ])('%s', (_how, change, reason) => {
    const reasons = reasonsAgainst({ ...SAFE, ...change });
    expect(reasons).toEqual([expect.stringMatching(reason)]);
    expect(reasons.join()).not.toContain(SECRET);
  });

  it('with every reason at once', () => {
    const reasons = reasonsAgainst({ NODE_ENV: 'production', SEED_DEMO: 'true', TRUSTED_PROXIES: '0.0.0.0/0' });
    const named = reasons.map((reason) => /^[A-Z_]+/.exec(reason)?.[0]).sort();
    expect(named).toEqual(['DATABASE_URL', 'ISSUER', 'MASTER_KEY', 'SEED_DEMO', 'TRUSTED_PROXIES']);
  });

  it.each([
    ['DATABASE_URL', undefined],
    ['MASTER_KEY', undefined],
    ['ISSUER', undefined],
    ['TRUSTED_PROXIES', undefined],
    ['SEED_DEMO', 'true'],
  ])('while development is not (%s)', (name, value) => {
    expect(reasonsAgainst({ ...SAFE, NODE_ENV: 'development', [name]: value })).toEqual([]);
    expect(reasonsAgainst({ ...SAFE, [name]: value })).toHaveLength(1);
  });
});

describe('any environment is refused, for a reason that names the setting and repeats no value,', () => {
  it.each<[string, string | undefined]>([
    ['NODE_ENV', 'prod'],
    ['NODE_ENV', 'Production'],
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['PORT', '0x50'],
    ['PORT', '80.5'],
    ['ISSUER', 'gatehouse.example'],
    ['ISSUER', 'ftp://gatehouse.example'],
    ['ISSUER', 'javascript:alert(1)'],
    ['ISSUER', 'https://gatehouse.example/path'],
    ['ISSUER', 'https://gatehouse.example?a=1'],
    ['ISSUER', `https://user:${SECRET}@gatehouse.example`],
    ['DATABASE_URL', `postgres://user:${SECRET}@db/gatehouse`],
    ['DATABASE_URL', `mysql:user:${SECRET}`],
    ['DATABASE_URL', `mysql://user:${SECRET}/slash@db/gatehouse`],
    ['DATABASE_URL', `mysql://user:${SECRET}@[bad/gatehouse`],
    ['DATABASE_URL', `mysql://user:${SECRET}@db`],
    ['DATABASE_URL', `mysql://user:${SECRET}@db/`],
    ['DATABASE_URL', 'mysql://'],
    ['DATABASE_POOL', '0'],
    ['DATABASE_POOL', 'many'],
    ['MASTER_KEY', SECRET],
    ['MASTER_KEY', Buffer.from(Array.from({ length: 32 }, (_, n) => n)).toString('base64')],
    ['MASTER_KEY', Buffer.from('change-me-change-me-please-now!!').toString('base64')],
    ['MASTER_KEY', keyOf(31)],
    ['MASTER_KEY', keyOf(33)],
    ['MASTER_KEY', `${KEY}${SECRET}`],
    ['MASTER_KEY', Buffer.alloc(32).toString('base64')],
    ['MASTER_KEY', Buffer.from('ab'.repeat(16)).toString('base64')],
    ['MASTER_KEY_PREVIOUS', SECRET],
    ['REDIS_URL', `http://:${SECRET}@redis`],
    ['REDIS_URL', `redis://:${SECRET}@[bad`],
    ['SMTP_URL', `http://:${SECRET}@mail`],
    ['SMTP_URL', `smtp://:${SECRET}@[bad`],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'a@example.com, b@example.com'],
    ['MAIL_FROM', 'A <a@example.com>\r\nBcc: b@example.com'],
    ['TLS_CERT_FILE', A_FILE],
    ['TLS_KEY_FILE', 'key.pem'],
    ['TRUSTED_PROXIES', '*'],
    ['TRUSTED_PROXIES', 'true'],
    ['TRUSTED_PROXIES', 'proxy.example'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.0/8/8'],
    ['TRUSTED_PROXIES', '10.0.0.0/255.0.0.0'],
    ['WORKERS', '0'],
    ['WORKERS', 'all'],
    ['LOG_LEVEL', 'loud'],
    ['SEED_DEMO', 'yes'],
  ])('with %s=%s', (name, value) => {
    for (const settings of [{ [name]: value }, { ...SAFE, [name]: value }]) {
      const reasons = reasonsAgainst(settings);
      expect(reasons).toContainEqual(expect.stringMatching(new RegExp(`^${name}\\b|\\b${name} belong`)));
      expect(reasons.join()).not.toContain(SECRET);
      if (name.startsWith('MASTER_KEY')) expect(reasons.join()).not.toContain(value);
    }
  });

  it('with a master key and a file of one', () => {
    const reasons = reasonsAgainst({ MASTER_KEY: KEY, MASTER_KEY_FILE: A_FILE });
    expect(reasons).toEqual([expect.stringMatching(/^MASTER_KEY and MASTER_KEY_FILE exclude each other/)]);
  });

  it.each(['TLS_CERT_FILE', 'TLS_KEY_FILE', 'MASTER_KEY_FILE'])('with %s naming a file that cannot be read', (name) => {
    expect(reasonsAgainst({ [name]: '/nowhere/at/all' })).toContain(`${name} names a file that cannot be read.`);
  });

  it('with several workers on the embedded engine', () => {
    expect(reasonsAgainst({ WORKERS: '2' })).toEqual([expect.stringMatching(/^WORKERS .* \(DATABASE_URL\)/)]);
    expect(reasonsAgainst({ WORKERS: '1' })).toEqual([]);
  });
});

describe('the settings of the README', () => {
  const root = join(import.meta.dirname, '../../..');
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');

  /** The first column of its table of variables. */
  const described = [...read('README.md').matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) \|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
  );

  /** What the schema of the environment names. */
  const names = [...read('src/shared/config/configuration.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
    ([, name]) => name,
  );

  it('are exactly those that are read', () => {
    expect([...described].sort()).toEqual([...names].sort());
    expect(read('package.json')).toContain('"start:prod": "NODE_ENV=production ');
  });

  it('have the defaults that it tells', () => {
    const defaults = loadConfiguration({});
    const rowOf = (name: string): string =>
      new RegExp(`^\\|[^|]*\`${name}\`.*$`, 'm').exec(read('README.md'))?.[0] ?? '';
    expect(rowOf('PORT')).toContain(String(defaults.port));
    expect(rowOf('DATABASE_POOL')).toContain(`(${defaults.database.pool})`);
    expect(rowOf('WORKERS')).toContain(`(${defaults.workers})`);
    expect(rowOf('DATA_DIR')).toContain(`\`${defaults.dataDir}\`, \`${defaults.logLevel}\``);
  });

  it('are read in one place: nothing else looks into the environment', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
    const readers = files.filter((file) => /\.ts$/.test(file) && !/\.spec\.ts$/.test(file));
    const lines = readers.flatMap((file) =>
      read(join('src', file))
        .split('\n')
        .filter((line) => line.includes('process.env')),
    );
    expect(lines.filter((line) => !line.includes('loadConfiguration(process.env)'))).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
  });
});
