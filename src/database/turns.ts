import { tooContended } from './transaction.js';

/** Beyond that nobody's turn would come while they wait. */
const MAX_WAITING = 50;
const PATIENCE_MS = 15_000;

/**
 * One at a time by name, in the order of their coming. Whoever waits here holds no connection, which everybody else
 * needs; that many wait is told to those who come after them.
 */
export class Turns {
  /** By name, while somebody has the turn: who waits for it. */
  private readonly queues = new Map<string, (() => void)[]>();

  /** Runs `work` when it is its turn; at once without a name. Throws try_again where too many wait, or for too long. */
  async run<T>(name: string | undefined, work: () => Promise<T>): Promise<T> {
    if (name === undefined) return work();
    await this.turn(name);
    try {
      return await work();
    } finally {
      const next = this.queues.get(name)?.shift();
      if (next) next();
      else this.queues.delete(name);
    }
  }

  private async turn(name: string): Promise<void> {
    const queue = this.queues.get(name);
    if (!queue) this.queues.set(name, []);
    else if (queue.length >= MAX_WAITING) throw tooContended();
    else await comingUp(queue);
  }
}

function comingUp(queue: (() => void)[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      queue.splice(queue.indexOf(begin), 1);
      reject(tooContended());
    };
    const timer = setTimeout(giveUp, PATIENCE_MS);
    const begin = (): void => {
      clearTimeout(timer);
      resolve();
    };
    queue.push(begin);
  });
}
