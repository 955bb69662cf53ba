const EVERY_MS = 1_000;
const COMPLAIN_EVERY_MS = 60_000;

/** How the process that sends from an outbox hears at once of what was committed here; others find it in their next look. */
export class WakeUp {
  private listener: () => void = () => undefined;

  listen(listener: () => void): void {
    this.listener = listener;
  }

  ring(): void {
    this.listener();
  }
}

/** Looks into an outbox whenever it is asked to, and once a second; one look at a time, and again if asked meanwhile. */
export class OutboxLookout {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isAsked = false;
  private stopping = false;
  private complainedAt = Number.NEGATIVE_INFINITY;

  /** `begin` starts what is due and does not wait for its end; `tell` hears of faults, once a minute at most. */
  constructor(
    private readonly begin: () => Promise<void>,
    private readonly tell: (error: unknown) => void,
  ) {}

  get isStopping(): boolean {
    return this.stopping;
  }

  start(wakeUp: WakeUp): void {
    wakeUp.listen(() => this.look());
    this.timer = setInterval(() => this.look(), EVERY_MS);
    this.timer.unref();
  }

  look(): void {
    this.isAsked = true;
    this.looking ??= this.whileAsked().finally(() => (this.looking = undefined));
  }

  /** Nothing new begins from now on; resolves when the last look has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.looking;
  }

  complain(error: unknown): void {
    if (performance.now() - this.complainedAt < COMPLAIN_EVERY_MS) return;
    this.complainedAt = performance.now();
    this.tell(error);
  }

  private async whileAsked(): Promise<void> {
    while (this.isAsked && !this.stopping) {
      this.isAsked = false;
      await this.begin().catch((error: unknown) => this.complain(error));
    }
  }
}
