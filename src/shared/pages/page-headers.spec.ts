import { describe, expect, it } from '@jest/globals';
import { formActionOf, pageHeaders } from './page-headers.js';

describe('pageHeaders', () => {
  it('lets nothing run and forms lead nowhere else', () => {
    const policy = pageHeaders()['Content-Security-Policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("; form-action 'self';");
    expect(policy).not.toMatch(/unsafe|script-src/);
  });

  it('names each destination of a form once', () => {
    const sources = ['https://app.example', 'https://app.example', 'http://127.0.0.1:*', 'com.example.app:'];
    expect(pageHeaders({ formAction: sources })['Content-Security-Policy']).toContain(
      "; form-action 'self' https://app.example http://127.0.0.1:* com.example.app:;",
    );
  });

  it.each(["https://a.example; script-src 'unsafe-inline'", '*', "'unsafe-inline'", 'https://a.example,', ''])(
    'refuses %j as a destination',
    (source) => expect(() => pageHeaders({ formAction: [source] })).toThrow('CSP source'),
  );
});

describe('formActionOf', () => {
  it.each([
    ['https://app.example/callback?x=1', 'https://app.example'],
    ['https://app.example:8443/cb', 'https://app.example:8443'],
    ['http://localhost:9999/callback', 'http://localhost:9999'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:*'],
    ['http://[::1]:4000/callback', 'http:'],
    ['com.example.app:/callback', 'com.example.app:'],
    ['urn:ietf:wg:oauth:2.0:oob', undefined],
    ['nonsense', undefined],
  ])('%s needs %s', (uri, source) => expect(formActionOf(uri)).toBe(source));

  it('gives what the headers accept', () => {
    for (const uri of ['https://bücher.example/cb', 'http://127.0.0.1/', 'http://[::1]/', 'a.b-c+d:/x']) {
      expect(() => pageHeaders({ formAction: [formActionOf(uri) ?? 'missing'] })).not.toThrow();
    }
  });
});
