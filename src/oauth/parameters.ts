import type { FastifyRequest } from 'fastify';
import { MAX_PARAMETER, secretIn } from '../shared/index.js';
import { invalidRequest } from './oauth.errors.js';

/** The parameters of one protocol request: each at most once, text, bounded (RFC 6749 §3.1, §3.2). */
export class Parameters {
  private constructor(private readonly values: ReadonlyMap<string, string>) {}

  /** Reads a body or query object. Throws `invalid_request` for repeated, nested and oversized parameters. */
  static of(source: unknown): Parameters {
    if (source !== undefined && source !== null && (typeof source !== 'object' || Array.isArray(source))) {
      throw invalidRequest('Send the parameters as a form or as one JSON object.');
    }
    const values = new Map<string, string>();
    for (const [name, value] of Object.entries(source ?? {})) {
      const text = textOf(name, value);
      if (text !== '') values.set(name, text);
    }
    return new Parameters(values);
  }

  /** Of a token, revocation or introspection request: from the body alone. */
  static ofBody(request: FastifyRequest): Parameters {
    const secret = secretIn(request.query as object);
    if (secret) throw invalidRequest(`Send ${secret} in the body: a query string ends up in logs.`);
    return Parameters.of(request.body);
  }

  /** RFC 6749 §3.1: a parameter without a value counts as absent. */
  get(name: string): string | undefined {
    return this.values.get(name);
  }

  required(name: string): string {
    const value = this.values.get(name);
    if (value === undefined) throw invalidRequest(`Missing parameter: ${name}.`);
    return value;
  }
}

function textOf(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string') throw invalidRequest(`Send the parameter ${safeName(name)} once, as text.`);
  if (Buffer.byteLength(text) > MAX_PARAMETER) throw invalidRequest(`The parameter ${safeName(name)} is too long.`);
  return text;
}

/** RFC 6749 §5.2: error_description holds printable ASCII without quote and backslash. */
const safeName = (name: string): string => name.replace(/[^\w.-]/g, '').slice(0, 40);
