import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../keys/index.js';
import type { Session } from '../sessions.js';

const LIFETIME_MS = 15 * 60_000;

/** What a page shows before it is kept, carried by its form: sealed for one session and one purpose, for a while. */
@Injectable()
export class SealedDrafts {
  constructor(private readonly keys: KeyRing) {}

  seal(session: Session, purpose: string, draft: object): string {
    const plain = Buffer.from(JSON.stringify({ draft, until: this.keys.now() + LIFETIME_MS }));
    return this.keys.seal('factor', plain, placeOf(session, purpose));
  }

  /** Undefined for what is forged, of another session or purpose, or too old. */
  open<T extends object>(session: Session, purpose: string, sealed: string | undefined): T | undefined {
    const plain = sealed === undefined ? undefined : this.keys.open('factor', sealed, placeOf(session, purpose));
    if (!plain) return undefined;
    const { draft, until } = JSON.parse(plain.toString()) as { draft: T; until: number };
    return until > this.keys.now() ? draft : undefined;
  }
}

const placeOf = ({ id }: Session, purpose: string): string => `draft:${purpose}:${id}`;
