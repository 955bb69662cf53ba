import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/index.js';

const FLUSH_EVERY_MS = 5_000;

/** When each secret was last used: noted in memory, written in batches, so that authentication writes nothing. */
@Injectable()
export class SecretUsage implements BeforeApplicationShutdown {
  private used = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly database: Database) {
    this.timer = setInterval(() => void this.flush().catch(() => undefined), FLUSH_EVERY_MS);
    this.timer.unref();
  }

  note(secretId: string): void {
    this.used.set(secretId, Date.now());
  }

  async flush(): Promise<void> {
    const batch = this.used;
    if (batch.size === 0) return;
    this.used = new Map();
    for (const [id, at] of batch) {
      await this.database.execute('UPDATE client_secrets SET last_used_at = ? WHERE id = ?', [at, id]);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }
}
