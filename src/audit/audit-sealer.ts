import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HeadLog } from './head-log.js';
import { SealWriter } from './seal-writer.js';
import { isAged, SealingLease } from './sealing-lease.js';

const EVERY_MS = 1_000;
/** Also before ids that no program of ours gives. */
export const BEFORE_ALL = Number.MIN_SAFE_INTEGER;
const COMPLAIN_EVERY_MS = 60_000;

/**
 * Chains committed events, every second in one process at a time. Whoever is killed, paused or loses the lease leaves
 * nothing half done: a batch is one transaction, and no event and no place can be taken twice.
 */
@Injectable()
export class AuditSealer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isStopping = false;
  private complainedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly lease: SealingLease,
    private readonly writer: SealWriter,
    private readonly heads: HeadLog,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.run().finally(() => (this.running = undefined));
    }, EVERY_MS);
    this.timer.unref();
  }

  /** Before the database is closed: a batch that began is let finish, no other one begins. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.pause();
    this.heads.tellAll();
  }

  /** From now on it seals only when it is asked to. */
  async pause(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Seals what is new, unless another process does; how many events. */
  async seal(): Promise<number> {
    const status = await this.lease.read();
    if (!status.isFree || status.last <= status.sealedTo) return 0;
    if (!isAged(status) && !(await this.writer.hasWork(status.sealedTo))) return 0;
    if (!(await this.lease.take())) return 0;
    const { lastId, count, isDone } = await this.sealBeyond(status.sealedTo);
    if (isDone) await this.lease.advance(status, Math.max(status.last, lastId));
    return count;
  }

  /** Seals whatever is unsealed in the whole trail, even what was committed beyond all patience; for `audit verify`. */
  async sealEverything(): Promise<void> {
    await this.lease.seize();
    while (!(await this.sealBeyond(BEFORE_ALL)).isDone && !this.isStopping) await this.lease.seize();
  }

  private async sealBeyond(from: number): Promise<{ lastId: number; count: number; isDone: boolean }> {
    let [lastId, count] = [from, 0];
    while (!this.isStopping) {
      const batch = await this.writer.sealBatch(lastId);
      if (!batch) break;
      this.heads.note(batch.heads);
      count += batch.count;
      lastId = batch.lastId ?? lastId;
      if (!batch.isFull) return { lastId, count, isDone: true };
    }
    return { lastId, count, isDone: false };
  }

  private async run(): Promise<void> {
    try {
      await this.seal();
      this.heads.tellNowAndThen();
    } catch (error) {
      if (performance.now() - this.complainedAt < COMPLAIN_EVERY_MS) return;
      this.complainedAt = performance.now();
      this.logger.error(`Audit events could not be sealed: ${String(error)}`);
    }
  }
}
