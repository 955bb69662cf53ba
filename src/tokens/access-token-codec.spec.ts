import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Key, KeyRing } from '../keys/index.js';
import { AccessTokenCodec, WRITING_LIMITS, type WritingLimits } from './access-token-codec.js';
import type { AccessTokenClaims } from './access-token-claims.js';

/** Data keys as a ring holds them: the newest writes, all of them read. */
class Keys {
  readable: Key[] = [];

  add(id: string): void {
    const key = { id, purpose: 'access_token', secret: randomBytes(32), activatesAt: 0, retiresAt: null };
    this.readable = [key as unknown as Key, ...this.readable];
  }

  end(id: string): void {
    this.readable = this.readable.filter((key) => key.id !== id);
  }

  writing(): Key {
    return this.readable[0];
  }

  find(_purpose: string, id: string): Key | undefined {
    return this.readable.find((key) => key.id === id);
  }
}

function keysOf(...ids: string[]): Keys {
  const keys = new Keys();
  for (const id of ids) keys.add(id);
  return keys;
}

/** A process with these keys. */
function codecOf(keys: Keys, limits: Partial<WritingLimits> = {}): AccessTokenCodec {
  class Limited extends AccessTokenCodec {
    protected override readonly limits = { ...WRITING_LIMITS, ...limits };
  }
  return new Limited(keys as unknown as KeyRing);
}

const claims = (jti: string): AccessTokenClaims => ({
  jti,
  iat: 1,
  exp: 2,
  cid: 'a client',
  cep: 0,
  crd: '',
  scp: 'tools:read',
});

const headerOf = (token: string): { kid: string; [name: string]: string } =>
  JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString());

const saltOf = (token: string): string => headerOf(token).kid.split('.')[1];

/** How many tokens were written under each salt, in order. */
function runs(tokens: readonly string[]): number[] {
  const salts = tokens.map(saltOf);
  return [...new Set(salts)].map((salt) => salts.filter((one) => one === salt).length);
}

describe('an access token', () => {
  it('is a compact JWE that its holder cannot read', () => {
    const token = codecOf(keysOf('one')).seal(claims('secret name'));
    expect(token.split('.')).toHaveLength(5);
    expect(headerOf(token)).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      kid: expect.stringMatching(/^one\.[\w-]{16}$/),
      typ: 'gh+at',
    });
    expect(Buffer.from(token.split('.').join(''), 'base64url').toString('latin1')).not.toContain('secret name');
  });

  it('is opened by every process that has the key, whoever wrote it', () => {
    const keys = keysOf('one');
    const [writer, reader] = [codecOf(keys), codecOf(keys)];
    for (const jti of ['a', 'b']) expect(reader.open(writer.seal(claims(jti)))).toEqual(claims(jti));
    expect(codecOf(keysOf('one')).open(writer.seal(claims('a')))).toBeUndefined();
  });

  it('never has the nonce of another one', () => {
    const codec = codecOf(keysOf('one'));
    const nonces = Array.from({ length: 1_000 }, (_, at) => codec.seal(claims(String(at))).split('.')[2]);
    expect(new Set(nonces).size).toBe(1_000);
  });
});

describe('the key of a process', () => {
  it('has a salt of its own', () => {
    const keys = keysOf('one');
    expect(saltOf(codecOf(keys).seal(claims('a')))).not.toBe(saltOf(codecOf(keys).seal(claims('a'))));
  });

  it('gets a fresh salt after so many tokens, and old tokens are read on', () => {
    const codec = codecOf(keysOf('one'), { seals: 3 });
    const tokens = Array.from({ length: 8 }, (_, at) => codec.seal(claims(String(at))));
    expect(runs(tokens)).toEqual([3, 3, 2]);
    expect(tokens.map((token) => codec.open(token)?.jti)).toEqual([...'01234567']);
  });

  it('gets a fresh salt after so much time', () => {
    const codec = codecOf(keysOf('one'), { milliseconds: 0 });
    const tokens = Array.from({ length: 3 }, (_, at) => codec.seal(claims(String(at))));
    expect(runs(tokens)).toEqual([1, 1, 1]);
    expect(tokens.map((token) => codec.open(token)?.jti)).toEqual(['0', '1', '2']);
  });

  it('keeps its salt until then: far below the limit of random nonces, and a day at most', () => {
    const codec = codecOf(keysOf('one'));
    expect(runs(Array.from({ length: 50 }, () => codec.seal(claims('a'))))).toEqual([50]);
    expect(WRITING_LIMITS).toEqual({ seals: 2 ** 31, milliseconds: 86_400_000 });
  });
});

describe('several data keys', () => {
  it('are read side by side while the newest writes', () => {
    const keys = keysOf('one');
    const codec = codecOf(keys);
    const old = codec.seal(claims('old'));
    keys.add('two');
    const fresh = codec.seal(claims('fresh'));
    expect([old, fresh].map((token) => headerOf(token).kid.split('.')[0])).toEqual(['one', 'two']);
    for (const reader of [codec, codecOf(keys)]) {
      expect([old, fresh].map((token) => reader.open(token)?.jti)).toEqual(['old', 'fresh']);
    }
  });

  it('end with their tokens, also where these were read before', () => {
    const keys = keysOf('one');
    const codec = codecOf(keys);
    const old = codec.seal(claims('old'));
    keys.add('two');
    expect(codec.open(old)?.jti).toBe('old');
    keys.end('one');
    expect(codec.open(old)).toBeUndefined();
    expect(codec.open(codec.seal(claims('fresh')))?.jti).toBe('fresh');
  });

  it('do not read what was written under another one of them', () => {
    const keys = keysOf('one', 'two');
    const codec = codecOf(keys);
    const [header, ...rest] = codec.seal(claims('a')).split('.');
    const kid = headerOf(`${header}.`).kid.replace('two', 'one');
    const renamed = Buffer.from(JSON.stringify({ ...headerOf(`${header}.`), kid })).toString('base64url');
    expect(codec.open([renamed, ...rest].join('.'))).toBeUndefined();
  });
});

describe('a token that is not as it was written', () => {
  const codec = codecOf(keysOf('one'));
  const token = codec.seal(claims('a'));
  const parts = token.split('.');

  it('is nothing, whichever character differs', () => {
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(codec.open(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
    }
    expect(codec.open(token)).toEqual(claims('a'));
  });

  it('is nothing when it is cut short anywhere, or longer', () => {
    for (let length = 0; length < token.length; length++) expect(codec.open(token.slice(0, length))).toBeUndefined();
    for (const more of ['A', '=', '.', ' ', '\n']) expect(codec.open(token + more)).toBeUndefined();
  });

  it.each<[string, (pieces: string[]) => string[]]>([
    ['the nonce of another token', (p) => [p[0], p[1], codec.seal(claims('b')).split('.')[2], p[3], p[4]]],
    ['the content of another token', (p) => [p[0], p[1], p[2], codec.seal(claims('b')).split('.')[3], p[4]]],
    ['a shorter tag', (p) => [p[0], p[1], p[2], p[3], p[4].slice(0, 16)]],
    ['no content', (p) => [p[0], p[1], p[2], '', p[4]]],
    ['an encrypted key', (p) => [p[0], 'AAAA', p[2], p[3], p[4]]],
    ['one part less', (p) => p.slice(0, 4)],
    ['padding', (p) => [p[0], p[1], `${p[2]}=`, p[3], p[4]]],
    ['a header in another spelling', (p) => [respelt(p[0]), p[1], p[2], p[3], p[4]]],
    ['another algorithm in its header', (p) => [headerWith({ alg: 'none' }), p[1], p[2], p[3], p[4]]],
    ['no kid', (p) => [headerWith({ kid: 7 }), p[1], p[2], p[3], p[4]]],
  ])('is nothing with %s', (_, change) => {
    expect(codec.open(change([...parts]).join('.'))).toBeUndefined();
  });

  it('is nothing when it is too long to be one', () => {
    expect(codec.open(`${token}${'A'.repeat(10_000)}`)).toBeUndefined();
  });

  const headerWith = (fields: object): string =>
    Buffer.from(JSON.stringify({ ...headerOf(token), ...fields })).toString('base64url');
  const respelt = (header: string): string =>
    Buffer.from(` ${Buffer.from(header, 'base64url').toString()}`).toString('base64url');
});
