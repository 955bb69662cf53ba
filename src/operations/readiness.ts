import { Injectable, Logger } from '@nestjs/common';
import { ChangeFeed, Database } from '../database/index.js';

/** A probe that hangs is as good as one that fails. */
const PATIENCE_MS = 2_000;

/** Whether this process can serve requests. */
@Injectable()
export class Readiness {
  private readonly logger = new Logger('Readiness');

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
  ) {}

  /** The database answers, and changes that bear on access arrive. */
  async isReady(): Promise<boolean> {
    const fault = (await this.databaseFault()) ?? this.feedFault();
    if (fault) this.logger.warn(`Not ready: ${fault}`);
    return !fault;
  }

  private async databaseFault(): Promise<string | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`the database did not answer within ${PATIENCE_MS} ms`), PATIENCE_MS);
    });
    const answer = this.database.query('SELECT 1').then(
      () => undefined,
      (error: unknown) => `the database failed: ${String(error)}`,
    );
    try {
      return await Promise.race([answer, patience]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** No transaction is open here, so facts are only distrusted when the feed is stale. */
  private feedFault(): string | undefined {
    return this.feed.mustReadDatabase ? 'the change feed is stale' : undefined;
  }
}
