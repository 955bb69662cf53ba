import { describe, expect, it } from '@jest/globals';
import { domainOf, readDomain } from './domain-name.js';

describe('a domain that a company may prove', () => {
  it.each([
    ['northwind.example', 'northwind.example'],
    [' Northwind.EXAMPLE ', 'northwind.example'],
    ['eu.northwind.example', 'eu.northwind.example'],
    ['northwind.co.uk', 'northwind.co.uk'],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('%j is %s', (text, domain) => expect(readDomain(text)).toEqual({ domain }));

  it.each([
    ['', 'not_a_domain'],
    ['northwind', 'not_a_domain'],
    ['a@northwind.example', 'not_a_domain'],
    ['northwind.example/x', 'not_a_domain'],
    ['northwind.example?x', 'not_a_domain'],
    ['northwind。example', 'not_a_domain'],
    ['https://northwind.example', 'not_a_domain'],
    ['northwind.example.', 'not_a_domain'],
    ['*.northwind.example', 'not_a_domain'],
    ['_spf.northwind.example', 'not_a_domain'],
    ['10.1.2.3', 'not_a_domain'],
    ['[::1]', 'not_a_domain'],
    [`${'a'.repeat(64)}.example`, 'not_a_domain'],
    [`${'a.'.repeat(130)}example`, 'not_a_domain'],
    ['co.uk', 'public_suffix'],
    ['github.io', 'public_suffix'],
    ['gmail.com', 'free_mail'],
    ['GMail.com', 'free_mail'],
    ['ｇmail.com', 'free_mail'],
    ['team.gmail.com', 'free_mail'],
    ['yahoo.co.uk', 'free_mail'],
  ])('%j is none: %s', (text, refusal) => expect(readDomain(text)).toEqual({ refusal }));
});

describe('the domain of an address', () => {
  it.each([
    ['ada@northwind.example', 'northwind.example'],
    ['ada@bücher.example', 'xn--bcher-kva.example'],
    ['ada@eu.northwind.example', 'eu.northwind.example'],
    ['ada@northwind.example.', undefined],
    ['ada@localhost', undefined],
    ['ada@northwind.example/x', undefined],
    ['ada@northwind.example:25', undefined],
  ])('%s has %s', (address, domain) => expect(domainOf(address)).toBe(domain));
});
