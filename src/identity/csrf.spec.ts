import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { KeyRing } from '../keys/index.js';
import { CsrfTokens } from './csrf.js';
import { DeviceCookies } from './device-cookie.js';

const mac = (_purpose: string, text: string): string => createHmac('sha256', 'key').update(text).digest('base64url');
const keys = { mac, verifiesMac: (purpose: string, text: string, given: string) => mac(purpose, text) === given };

describe('CsrfTokens', () => {
  const tokens = new CsrfTokens(keys as unknown as KeyRing);

  it('accepts its own token for the same binding, any number of times', () => {
    const token = tokens.issue('browser-a');
    expect(tokens.matches('browser-a', token)).toBe(true);
    expect(tokens.matches('browser-a', token)).toBe(true);
  });

  it('issues a different token every time', () => expect(tokens.issue('a')).not.toBe(tokens.issue('a')));

  it('refuses a token of another browser', () => {
    expect(tokens.matches('browser-b', tokens.issue('browser-a'))).toBe(false);
  });

  it.each([undefined, '', 'x', '.', ['a', 'b'], {}, 'A'.repeat(56)])('refuses %j', (token) => {
    expect(tokens.matches('browser-a', token)).toBe(false);
  });

  it('refuses a changed token', () => {
    const token = tokens.issue('a');
    expect(tokens.matches('a', (token.startsWith('0') ? '1' : '0') + token.slice(1))).toBe(false);
  });
});

describe('DeviceCookies', () => {
  const devices = new DeviceCookies(keys as unknown as KeyRing);

  it('knows a browser again for the same account only', () => {
    const cookie = devices.issue('ann@example.com');
    expect(devices.deviceOf('ann@example.com', cookie)).toMatch(/^[0-9A-Za-z]{22}$/);
    expect(devices.deviceOf('bob@example.com', cookie)).toBeUndefined();
  });

  it.each([undefined, '', 'a.b'])('takes %j for an unknown browser', (cookie) => {
    expect(devices.deviceOf('ann@example.com', cookie)).toBeUndefined();
  });

  it('is no CSRF token, though the key is the same', () => {
    const [device, proof] = devices.issue('a').split('.');
    expect(new CsrfTokens(keys as unknown as KeyRing).matches('a', `${device.slice(0, 12)}.${proof}`)).toBe(false);
  });
});
