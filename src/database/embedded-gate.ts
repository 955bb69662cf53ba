/**
 * The embedded engine has one connection: while a transaction is open on it, the statements of everybody else must
 * wait, or they would become part of that transaction and vanish with its rollback .
 */
export class EmbeddedGate {
  private tail: Promise<void> = Promise.resolve();
  private waiting = 0;

  get isFree(): boolean {
    return this.waiting === 0;
  }

  /** Sends a statement after the transactions that came before it, and before those that come later. */
  async inLine<T>(send: () => Promise<T>): Promise<T> {
    const leave = await this.enter();
    try {
      return await send();
    } finally {
      leave();
    }
  }

  /** Takes the connection for one transaction; call the result to give it back. */
  async enter(): Promise<() => void> {
    const before = this.tail;
    let leave!: () => void;
    this.tail = new Promise((resolve) => {
      leave = () => {
        this.waiting--;
        resolve();
      };
    });
    this.waiting++;
    await before;
    return leave;
  }
}
