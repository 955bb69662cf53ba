import { Injectable } from '@nestjs/common';
import { KeyRing } from '../keys/index.js';
import { randomBase62 } from '../shared/index.js';

const NONCE_LENGTH = 12;
const TOKEN = /^([0-9A-Za-z]{12})\.([A-Za-z0-9_-]{43})$/;

/** Tokens that prove a form was sent from a page of ours, to that browser (OWASP: signed double submit). */
@Injectable()
export class CsrfTokens {
  constructor(private readonly keys: KeyRing) {}

  /** A token for forms of one browser or session; `binding` is what an attacker's browser does not have. */
  issue(binding: string): string {
    const nonce = randomBase62(NONCE_LENGTH);
    return `${nonce}.${this.keys.mac('csrf', textOf(binding, nonce))}`;
  }

  /** Whether {@link issue} gave `token` for `binding`; in constant time, for anything a form may hold. */
  matches(binding: string, token: unknown): boolean {
    const [, nonce, mac] = (typeof token === 'string' && TOKEN.exec(token)) || [];
    return nonce !== undefined && this.keys.verifiesMac('csrf', textOf(binding, nonce), mac);
  }
}

const textOf = (binding: string, nonce: string): string => `form\n${nonce}\n${binding}`;
