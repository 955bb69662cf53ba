import { Injectable } from '@nestjs/common';
import { KeyRing } from '../keys/index.js';
import type { AuditSeal } from './audit-seal.entity.js';
import type { StoredEvent } from './stored-event.js';

/** Where an event stands in a chain, and what stands before it; '' at the beginning. */
export type Link = Pick<AuditSeal, 'chain' | 'position' | 'sealedAt'> & { readonly previous: string };

/** The hashes of a chain: keyed, so that whoever can write the database alone cannot rebuild it. */
@Injectable()
export class ChainLinks {
  constructor(private readonly keys: KeyRing) {}

  hash(link: Link, event: StoredEvent): string {
    return this.keys.mac('audit', textOf(link, event));
  }

  fits(link: Link, event: StoredEvent, hash: string): boolean {
    return this.keys.verifiesMac('audit', textOf(link, event), hash);
  }
}

/** Begins unlike the text of an event's own MAC, which is an object. */
const textOf = ({ chain, position, sealedAt, previous }: Link, event: StoredEvent): string =>
  `chain:${JSON.stringify([chain, position, sealedAt, previous, event])}`;
