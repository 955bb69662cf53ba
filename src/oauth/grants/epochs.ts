import type { PrincipalFacts } from '../../access/index.js';
import type { Client } from '../../clients/index.js';

/** The epochs of its person and its client that a code or a refresh family was made in. */
interface MadeIn {
  readonly principalEpoch: number;
  readonly clientEpoch: number;
}

/** Whether neither the person nor the client was blocked since: unblocking gives nothing back. */
export const isOfEpochs = (made: MadeIn, principal: PrincipalFacts, client: Client): boolean =>
  made.principalEpoch === principal.epoch && made.clientEpoch === client.epoch;
