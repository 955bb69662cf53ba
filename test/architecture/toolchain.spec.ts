import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');

interface Lock {
  packages: Record<string, { resolved?: string }>;
}

describe('package-lock.json', () => {
  const lock = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8')) as Lock;

  it('names no host to fetch packages from', () => {
    const hosts = Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined);
    expect(hosts).toEqual([]);
  });

  it('has an entry for every optional package it names, so that `npm ci` accepts it', () => {
    const output = execFileSync(process.execPath, ['scripts/fix-lock.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect(output).toBe('');
  });
});

describe('package.json', () => {
  it('fixes every direct dependency to one exact version', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});
