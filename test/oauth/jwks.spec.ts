import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyRing } from '../../src/keys/index.js';
import { send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const published = async (): Promise<(JsonWebKey & { kid: string })[]> =>
  (await send(`${app.url}/oauth/jwks`)).body.keys;

describe('GET /oauth/jwks (RFC 7517)', () => {
  it('publishes public keys, and nothing of the private ones', async () => {
    const keys = await published();
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      const isElliptic = key.kty === 'EC';
      const own = isElliptic ? ['crv', 'x', 'y'] : ['e', 'n'];
      expect(Object.keys(key).sort()).toEqual(['alg', 'kid', 'kty', 'use', ...own].sort());
      const kind = isElliptic ? { alg: 'ES256', crv: 'P-256' } : { alg: 'RS256', kty: 'RSA', e: 'AQAB' };
      expect(key).toMatchObject({ ...kind, use: 'sig' });
      expect(createPublicKey({ key, format: 'jwk' }).type).toBe('public');
    }
  });

  it.each(['signing', 'signing_rs256'] as const)(
    'publishes a new key for %s before it signs, and the old one with it',
    async (purpose) => {
      const before = await published();
      const kid = await app.app.get(KeyRing).rotate(purpose);
      const kids = (await published()).map((key) => key.kid);
      expect(kids.sort()).toEqual([kid, ...before.map((key) => key.kid)].sort());
    },
  );

  it('is where both metadata documents say', async () => {
    for (const name of ['oauth-authorization-server', 'openid-configuration']) {
      const { body } = await send(`${app.url}/.well-known/${name}`);
      expect([body.issuer, body.jwks_uri]).toEqual([app.demo.base_url, `${app.demo.base_url}/oauth/jwks`]);
    }
  });
});
