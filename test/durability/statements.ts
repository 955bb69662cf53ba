import { AuditSealer } from '../../src/audit/index.js';
import { ChangeFeed } from '../../src/database/index.js';
import { UsageMeter } from '../../src/usage/index.js';
import type { TestApp } from '../support/start-app.js';

/**
 * What the program asks on its own, whether or not anybody calls: the feed, the keys, what is to be delivered, the batch
 * of used secrets.
 */
const OWN =
  /^SELECT id, entry FROM change_feed|FROM sealed_keys|FROM webhook_deliveries|FROM mails WHERE next_attempt_at|FROM client_sessions s JOIN clients|^UPDATE client_secrets SET last_used_at/;

/** Writes down every statement that `Database.statements` counts, since that counts those of the background too. */
export class Statements {
  private sent: string[] = [];

  constructor(private readonly app: TestApp) {
    const { logger } = app.database.dataSource;
    const logQuery = logger.logQuery.bind(logger);
    logger.logQuery = (query, ...rest) => {
      this.sent.push(query.replace(/\s+/g, ' ').trim());
      logQuery(query, ...rest);
    };
  }

  /** The same of a request that was made once before, so that everything it needs is in memory. */
  async ofWarm(request: () => Promise<unknown>): Promise<string[]> {
    // Changes that the feed still holds would put out of memory what the first request read.
    await this.app.app.get(ChangeFeed).poll();
    await request();
    return this.of(request);
  }

  /** What a request made the program send: each statement by its first words and its table. */
  async of(request: () => Promise<unknown>): Promise<string[]> {
    // They work in transactions, whose beginning and end look like those of a request.
    await this.app.app.get(AuditSealer).pause();
    await this.app.app.get(UsageMeter).pause();
    // On a busy machine the feed may be late, and then everything is read from the database.
    await this.app.app.get(ChangeFeed).poll();
    this.sent = [];
    const before = this.app.database.statements;
    await request();
    if (this.app.database.statements - before !== this.sent.length)
      throw new Error('A statement was not written down.');
    return this.sent.filter((query) => !OWN.test(query)).map(gist);
  }
}

/** The database's clock, asked for alone. */
const CLOCK = 'SELECT now';

const GIST =
  /^(SELECT) .*? FROM [`"]?(\w+)|^(INSERT)(?: OR IGNORE| IGNORE)? INTO [`"]?(\w+)|^(UPDATE) [`"]?(\w+)|^(DELETE) FROM [`"]?(\w+)/i;

const TRANSACTION: Readonly<Record<string, string>> = {
  'START TRANSACTION': 'BEGIN',
  'BEGIN TRANSACTION': 'BEGIN',
};

/** `UPDATE refresh_families`: the same for both engines. */
function gist(query: string): string {
  const [, ...found] = GIST.exec(query) ?? [];
  if (/ AS now$/.test(query) && found.length === 0) return CLOCK;
  return found.filter(Boolean).join(' ') || (TRANSACTION[query] ?? query);
}
