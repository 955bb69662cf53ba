import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchesRedirectUri, OUT_OF_BAND, redirectUriFault } from './redirect-uri.js';

describe('redirectUriFault', () => {
  it.each([
    'https://app.example.com/callback',
    'https://app.example.com/callback?tenant=1',
    'http://localhost:9999/callback',
    'http://127.0.0.1/callback',
    'http://[::1]/callback',
    OUT_OF_BAND,
  ])('allows %s', (uri) => {
    expect(redirectUriFault(uri)).toBeUndefined();
  });

  it.each([
    'http://app.example.com/callback',
    'https://app.example.com/callback#fragment',
    'https://user:password@app.example.com/',
    'https://user@127.0.0.1/',
    'http://localhost:80@attacker.example/',
    'http://localhost.attacker.example/',
    'http://127.0.0.1.attacker.example/',
    'https://*.example.com/callback',
    'https://app.example.com\\@attacker.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    '/callback',
    'callback',
    'https://app.example.com/ blank',
    'https://app.example.com/\u0000',
    `https://app.example.com/${'a'.repeat(2_000)}`,
    '',
  ])('refuses %j', (uri) => {
    expect(redirectUriFault(uri)).toEqual(expect.any(String));
  });
});

describe('matchesRedirectUri', () => {
  const open = { type: 'public' as const, redirectUris: ['http://127.0.0.1/callback', 'http://localhost/callback'] };
  const closed = { type: 'confidential' as const, redirectUris: ['http://127.0.0.1/callback'] };

  it('lets public clients use any port of a loopback literal, not of localhost', () => {
    expect(matchesRedirectUri(open, 'http://127.0.0.1:51004/callback')).toBe(true);
    expect(matchesRedirectUri(open, 'http://localhost:51004/callback')).toBe(false);
    expect(matchesRedirectUri(closed, 'http://127.0.0.1:51004/callback')).toBe(false);
  });

  it.each([
    'http://127.0.0.1:51004/other',
    'http://127.0.0.1:99999/callback',
    'http://127.0.0.1:51004/callback#x',
    'http://127.0.0.1:51004@attacker.example/callback',
    'http://user@127.0.0.1:51004/callback',
    'HTTP://127.0.0.1/callback',
    'http://127.0.0.1/callback/',
    'http://127.0.0.1/Callback',
    'http://127.0.0.2/callback',
    'https://127.0.0.1/callback',
  ])('refuses %s', (uri) => {
    expect(matchesRedirectUri(open, uri)).toBe(false);
  });

  it('matches a confidential client to the character only', () => {
    fc.assert(
      fc.property(fc.string(), (uri) => {
        expect(matchesRedirectUri(closed, uri)).toBe(closed.redirectUris.includes(uri));
      }),
    );
  });
});
