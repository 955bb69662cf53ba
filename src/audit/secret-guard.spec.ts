import { describe, expect, it } from '@jest/globals';
import { namesSecret } from '../shared/index.js';
import { refuseSecrets } from './secret-guard.js';

describe('refuseSecrets', () => {
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

  it.each(['secret_id', 'accessTokenLifetime', 'token_count', 'name', 'tokenizer', 'hashtag', 'secret_expires_at'])(
    'lets %s pass',
    (key) => expect(namesSecret(key)).toBe(false),
  );

  it('looks at every depth, and into lists', () => {
    expect(() => refuseSecrets({ clients: [{ ok: 1 }, { secret: 'x' }] }, 'after')).toThrow('"after.clients.1.secret"');
  });

  it('finds credentials by their value, whatever their key', () => {
    expect(() => refuseSecrets({ note: 'ghcs_abc' }, 'after')).toThrow('after.note');
    expect(() => refuseSecrets({ note: '$argon2id$v=19' }, 'after')).toThrow('after.note');
  });

  it('has nothing against plain facts', () => {
    expect(() =>
      refuseSecrets({ name: 'Crane app', levels: { 'project.rfis': 'standard' }, n: null }, 'after'),
    ).not.toThrow();
  });
});
