import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/index.js';

const FLUSH_EVERY_MS = 5_000;

type Kind = 'client_secrets' | 'client_keys';

/** When each secret and key was last used: noted in memory, written in batches, so that authentication writes nothing. */
@Injectable()
export class SecretUsage implements BeforeApplicationShutdown {
  private used = new Map<string, { readonly kind: Kind; readonly at: number }>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly database: Database) {
    this.timer = setInterval(() => void this.flush().catch(() => undefined), FLUSH_EVERY_MS);
    this.timer.unref();
  }

  note(credentialId: string, kind: Kind): void {
    this.used.set(credentialId, { kind, at: Date.now() });
  }

  async flush(): Promise<void> {
    const batch = this.used;
    if (batch.size === 0) return;
    this.used = new Map();
    for (const [id, { kind, at }] of batch) {
      await this.database.execute(`UPDATE ${kind} SET last_used_at = ? WHERE id = ?`, [at, id]);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }
}
