import type { FastifyRequest } from 'fastify';
import type { Client } from '../clients/index.js';
import type { DecisionInput, Denial } from './decision-input.js';

/** Why a request may not go on, and as far as it is known who asked, and for what. */
export interface Refusal {
  readonly denial: Denial;
  /** Of a dead token too, as long as it is one of ours. */
  readonly client: Client | undefined;
  /** Undefined where the token was refused. */
  readonly input: DecisionInput | undefined;
}

const REFUSAL = Symbol('refusal');

type WithRefusal = FastifyRequest & { [REFUSAL]?: Refusal };

/** Keeps with the request why it was refused, for those who count what was decided. */
export function noteRefusal(request: FastifyRequest, refusal: Refusal): void {
  (request as WithRefusal)[REFUSAL] = refusal;
}

/** Why the access decision refused a request; undefined where it did not. */
export const refusalIfAny = (request: FastifyRequest): Refusal | undefined => (request as WithRefusal)[REFUSAL];
