import { DomainError } from '../shared/index.js';

/** RFC 9110 §8.8.3: entity-tag, of which only strong ones can match (§13.1.1). */
const ENTITY_TAG = /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/** The states of a resource that a client accepts: their entity tags, or any that exists. */
export type Condition = ReadonlySet<string> | 'any';

/** Reads `If-Match`. Throws 400 `invalid_if_match`. */
export function conditionOf(header: string): Condition {
  if (header.trim() === '*') return 'any';
  const tags = header.split(',').map((tag) => tag.trim());
  if (tags.every((tag) => ENTITY_TAG.test(tag))) return new Set(tags.filter((tag) => !tag.startsWith('W/')));
  throw new DomainError('bad_request', 'invalid_if_match', 'If-Match must be * or entity tags as ETag gave them.');
}
