import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserCookies } from '../../identity/index.js';
import { KeyRing } from '../../keys/index.js';

const SECONDS = 120;

interface Kept {
  readonly secret: string;
  /** Epoch milliseconds of this process's clock. */
  readonly until: number;
}

/**
 * Secrets on their way over a redirect to the page that shows them once: sealed in a cookie, for one session and one
 * place, and stored nowhere.
 */
@Injectable()
export class ShownOnce {
  constructor(
    private readonly cookies: BrowserCookies,
    private readonly keys: KeyRing,
  ) {}

  /** `place`: what the secret belongs to; whoever shows it names the same. */
  keep(reply: FastifyReply, place: string, secret: string): void {
    const kept: Kept = { secret, until: Date.now() + SECONDS * 1000 };
    this.cookies.setShown(reply, this.keys.seal('cookie', Buffer.from(JSON.stringify(kept)), place), SECONDS);
  }

  /** The secret, this once; undefined where there is none, or no longer. */
  take(request: FastifyRequest, reply: FastifyReply, place: string): string | undefined {
    const sealed = this.cookies.shown(request);
    if (sealed === undefined) return undefined;
    this.cookies.clearShown(reply);
    const opened = this.keys.open('cookie', sealed, place);
    if (!opened) return undefined;
    const { secret, until } = JSON.parse(opened.toString()) as Kept;
    return until > Date.now() ? secret : undefined;
  }
}
