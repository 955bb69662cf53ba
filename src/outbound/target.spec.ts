import { describe, expect, it } from '@jest/globals';
import { AddressPolicy } from './address-policy.js';
import { Targets } from './target.js';

const production = new Targets(new AddressPolicy([]), false, false);
const LOCAL = ['127.0.0.0/8'];
const development = new Targets(new AddressPolicy(LOCAL), true, true);

describe('a URL', () => {
  it.each([
    'https://hooks.example.com/gatehouse',
    'https://hooks.example.com:8443/a?token=b',
    'https://hooks.example.com./a',
    'https://8.8.8.8/a',
    'https://[2606:4700:4700::1111]/a',
  ])('of the public internet is accepted: %s', (url) => {
    expect(production.refusalOf(url)).toBeUndefined();
  });

  it.each([
    ['', 'invalid_url'],
    ['hooks.example.com', 'invalid_url'],
    ['https://', 'invalid_url'],
    ['https://hooks.example.com/\n', 'invalid_url'],
    ['https://hooks.example.com/ a', 'invalid_url'],
    ['https://hooks.example.com\\@10.0.0.1/', 'invalid_url'],
    ['https://hooks.example.com/#part', 'invalid_url'],
    ['https://hööks.example.com/', 'invalid_url'],
    [`https://hooks.example.com/${'a'.repeat(2_000)}`, 'invalid_url'],
    ['https:hooks.example.com/', 'invalid_url'],
    ['https:/hooks.example.com/', 'invalid_url'],
    ['https:user@hooks.example.com/', 'invalid_url'],
    ['https:///hooks.example.com/', 'invalid_url'],
    ['http://hooks.example.com/', 'https_required'],
    ['ftp://hooks.example.com/', 'https_required'],
    ['file:///etc/passwd', 'https_required'],
    ['gopher://hooks.example.com/', 'https_required'],
    ['javascript:alert(1)', 'https_required'],
    ['https://user:word@hooks.example.com/', 'url_has_credentials'],
    ['https://user@hooks.example.com/', 'url_has_credentials'],
    ['https://@hooks.example.com/', 'url_has_credentials'],
    ['https://hooks.example.com:22/', 'port_not_allowed'],
    ['https://hooks.example.com:80/', 'port_not_allowed'],
    ['https://hooks.example.com:3306/', 'port_not_allowed'],
    ['https://hooks.example.com:6379/', 'port_not_allowed'],
    ['https://hooks.example.com:0/', 'port_not_allowed'],
    ['https://127.0.0.1/', 'address_not_allowed'],
    ['https://2130706433/', 'address_not_allowed'],
    ['https://0x7f.1/', 'address_not_allowed'],
    ['https://0177.0.0.1/', 'address_not_allowed'],
    ['https://%31%32%37.0.0.1/', 'address_not_allowed'],
    ['https://127.0.0.1./', 'address_not_allowed'],
    ['https://169.254.169.254/latest/meta-data/', 'address_not_allowed'],
    ['https://[::1]/', 'address_not_allowed'],
    ['https://[::ffff:10.0.0.1]/', 'address_not_allowed'],
    ['https://[64:ff9b::a00:1]/', 'address_not_allowed'],
    ['https://localhost/', 'address_not_allowed'],
    ['https://LOCALHOST./', 'address_not_allowed'],
    ['https://a.localhost/', 'address_not_allowed'],
    ['https://metadata.google.internal/', 'address_not_allowed'],
    ['https://printer.local/', 'address_not_allowed'],
    ['https://intranet/', 'address_not_allowed'],
  ])('that leads elsewhere, %j, is refused: %s', (url, refusal) => {
    expect(production.refusalOf(url)).toBe(refusal);
  });

  it('of a network that was named may do without TLS, and no other one', () => {
    expect(development.refusalOf('http://127.0.0.1:9000/')).toBeUndefined();
    expect(development.refusalOf('http://8.8.8.8/')).toBe('address_not_allowed');
    expect(development.refusalOf('http://10.0.0.1/')).toBe('address_not_allowed');
    expect(new Targets(new AddressPolicy(LOCAL), false, true).refusalOf('http://127.0.0.1/')).toBe('https_required');
  });
});
