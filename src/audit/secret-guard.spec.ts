import { describe, expect, it } from '@jest/globals';
import { namesSecret, newSecret, SECRET_PREFIXES } from '../shared/index.js';
import { withoutSecrets } from './secret-guard.js';

describe('withoutSecrets', () => {
  it.each([
    'secret',
    'client_secret',
    'clientSecret',
    'password',
    'passwordHash',
    'refresh_tokens',
    'token',
    'session_cookie',
    'hash',
  ])('knows %s for the name of a secret', (key) => expect(namesSecret(key)).toBe(true));

  it.each([
    'secret_id',
    'accessTokenLifetime',
    'token_count',
    'name',
    'tokenizer',
    'hashtag',
    'secret_expires_at',
    'secret_hints',
  ])('lets %s pass', (key) => expect(namesSecret(key)).toBe(false));

  it('refuses such a key at every depth, and in lists', () => {
    expect(() => withoutSecrets({ clients: [{ ok: 1 }, { secret: 'x' }] }, 'after')).toThrow(
      '"after.clients.1.secret"',
    );
  });

  it.each(Object.values(SECRET_PREFIXES))('takes out a real %s secret, wherever it stands', (prefix) => {
    const secret = newSecret(prefix);
    expect(withoutSecrets({ note: secret }, 'after')).toEqual({ note: '[redacted]' });
    expect(withoutSecrets({ notes: [`use (${secret}), twice: ${secret}.`] }, 'after')).toEqual({
      notes: ['use ([redacted]), twice: [redacted].'],
    });
  });

  it('takes out the hash of a password', () => {
    const hash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA';
    expect(withoutSecrets({ note: `is ${hash} ok` }, 'after')).toEqual({ note: 'is [redacted] ok' });
  });

  it.each(['ghcs_', 'ghcs_x', 'ghrt_abcdefghijkl', 'ghac_ghcs_', '$argon2', '$argon2id', 'ghcs_Å'])(
    'has nothing against a name that only begins like one: %s',
    (name) => expect(withoutSecrets({ name }, 'after')).toEqual({ name }),
  );

  it('leaves plain facts as they are', () => {
    const facts = { name: 'Crane app', levels: { 'project.rfis': 'standard' }, ids: [1, null], on: true, n: null };
    expect(withoutSecrets(facts, 'after')).toEqual(facts);
  });
});
