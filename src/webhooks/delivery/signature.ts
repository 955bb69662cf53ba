import { createHmac } from 'node:crypto';

/** What is signed: the id, the time of the attempt in seconds, and the body (Standard Webhooks). */
export interface Signed {
  readonly messageId: string;
  readonly timestamp: number;
  readonly payload: string;
}

/** The headers of a delivery: one signature for each secret, so that receivers can change theirs at any time. */
export function signedHeaders(signed: Signed, keys: readonly Buffer[]): Record<string, string> {
  const { messageId, timestamp, payload } = signed;
  const signatures = keys.map((key) => {
    const mac = createHmac('sha256', key).update(`${messageId}.${timestamp}.${payload}`).digest('base64');
    return `v1,${mac}`;
  });
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
