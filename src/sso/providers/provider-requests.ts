import { Injectable } from '@nestjs/common';
import { Outbound, type OutboundAnswer, OutboundError, type OutboundRequest } from '../../outbound/index.js';

/** Why an answer of a provider is none that we can use: a fault of theirs, told to administrators. */
export class ProviderFault extends Error {
  constructor(readonly reason: string) {
    super(`The identity provider failed: ${reason}`);
    this.name = 'ProviderFault';
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whom something is asked of, and what it is, for those who look for the fault. */
export interface Asked {
  readonly url: string;
  readonly what: string;
  /** The company, which has a few places at a host at a time. */
  readonly companyId: number;
}

/** Requests to providers: through the one door, and answers that are JSON objects. */
@Injectable()
export class ProviderRequests {
  constructor(private readonly outbound: Outbound) {}

  /** The object that a GET answers with. Throws {@link ProviderFault}. */
  async get(asked: Asked, accessToken?: string): Promise<JsonObject> {
    const bearer: Record<string, string> = accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
    const answer = await this.send(asked, { method: 'GET', headers: { accept: 'application/json', ...bearer } });
    if (answer.status !== 200) throw new ProviderFault(`${asked.what}: status ${answer.status}`);
    return objectIn(answer, asked.what);
  }

  /** Sends a form. Throws {@link ProviderFault} where there is no answer. */
  post(asked: Asked, form: URLSearchParams, headers: Readonly<Record<string, string>>): Promise<OutboundAnswer> {
    const type = 'application/x-www-form-urlencoded';
    const all = { accept: 'application/json', 'content-type': type, ...headers };
    return this.send(asked, { method: 'POST', body: form.toString(), headers: all });
  }

  private async send(
    { url, what, companyId }: Asked,
    request: Omit<OutboundRequest, 'url' | 'party'>,
  ): Promise<OutboundAnswer> {
    try {
      return await this.outbound.send({ ...request, url, party: `sso:${companyId}` });
    } catch (error) {
      if (error instanceof OutboundError) throw new ProviderFault(`${what}: ${error.reason}`);
      throw error;
    }
  }
}

/** Throws {@link ProviderFault} for a body that is no JSON object. */
export function objectIn({ body }: OutboundAnswer, what: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as JsonObject;
  } catch {
    // Told below, as for JSON that is no object.
  }
  throw new ProviderFault(`${what}: no JSON object`);
}

/** The text of a member; undefined where it is absent, empty or no text. */
export const textOf = (object: JsonObject, name: string): string | undefined => {
  const value = object[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
