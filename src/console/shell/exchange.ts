import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.js';
import type { Session } from '../../identity/index.js';
import type { Locale, Shell } from '../../shared/index.js';
import type { Words } from './words.js';

/** A request of a browser and the answer to it. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Somebody who was let in to a page. */
export interface Visit extends Exchange {
  readonly access: Access;
  readonly session: Session;
  readonly locale: Locale;
  readonly words: Words;
}

/** What every page of the shell finds in its data. */
export interface Framed {
  readonly shell: Shell;
  readonly words: Words;
  /** For every form of the page. */
  readonly csrfToken: string;
}

/** Where one is in the console; null: in none of a company's sections. */
export type Section =
  'apps' | 'requests' | 'service-accounts' | 'usage' | 'access' | 'single-sign-on' | 'webhooks' | 'audit' | null;

export type SectionName = Exclude<Section, null>;
