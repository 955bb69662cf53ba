import { Injectable } from '@nestjs/common';
import { Outbound, OutboundError } from '../../outbound/index.js';
import { WebhookSecrets } from '../endpoints/webhook-secrets.js';
import type { DueDelivery } from './claims.js';
import type { Outcome } from './delivery-results.js';
import { retryAfterOf } from './retry-schedule.js';
import { signedHeaders } from './signature.js';

/** Sends one delivery, signed, and tells what came of it. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly secrets: WebhookSecrets,
    private readonly outbound: Outbound,
  ) {}

  async send({ webhookId, messageId, payload, url, party }: DueDelivery): Promise<Outcome> {
    const keys = await this.secrets.keysOf(webhookId);
    if (keys.length === 0) return { durationMs: 0, status: null, failure: 'no_secret' };
    const timestamp = Math.floor(Date.now() / 1_000);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Gatehouse-Webhooks/1',
      ...signedHeaders({ messageId, timestamp, payload }, keys),
    };
    const started = performance.now();
    const took = (): number => Math.round(performance.now() - started);
    try {
      const answer = await this.outbound.send({ method: 'POST', url, headers, body: payload, party: String(party) });
      const retryAfter = retryAfterOf(answer.headers['retry-after']);
      const patience = retryAfter === undefined ? {} : { retryAfter };
      return { durationMs: took(), status: answer.status, failure: null, ...patience };
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      return { durationMs: took(), status: null, failure: error.reason };
    }
  }
}
