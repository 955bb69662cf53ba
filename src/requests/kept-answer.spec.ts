import { describe, expect, it } from '@jest/globals';
import { conflict, DomainError, type ErrorKind, invalidFields, notFound } from '../shared/index.js';
import { keptRefusal } from './kept-answer.js';

describe('keptRefusal', () => {
  it('keeps what the same request meets again', () => {
    for (const refusal of [notFound(), conflict('taken', 'Taken.'), invalidFields({ name: ['is required'] })]) {
      expect(keptRefusal(refusal)).toContain(refusal.code);
    }
  });

  it.each<ErrorKind>(['unauthorized', 'forbidden', 'precondition_failed', 'too_many_requests'])(
    'keeps nothing that is %s, which passes',
    (kind) => expect(keptRefusal(new DomainError(kind, 'code', 'No.'))).toBeUndefined(),
  );

  it('keeps nothing that tells its caller to try again', () => {
    const busy = new DomainError('conflict', 'try_again', 'Busy.', { headers: { 'Retry-After': '1' } });
    expect(keptRefusal(busy)).toBeUndefined();
  });

  it('keeps nothing for the operator, and nothing that is too long for its column', () => {
    const secretive = new DomainError('conflict', 'taken', 'Taken.', { detail: 'by transaction 7' });
    expect(keptRefusal(secretive)).not.toContain('transaction 7');
    expect(keptRefusal(conflict('long', 'x'.repeat(70_000)))).toBeUndefined();
  });
});
