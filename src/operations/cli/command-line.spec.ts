import { describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { KeyRing } from '../../keys/index.js';
import { conflict, notFound } from '../../shared/index.js';
import { AppBlocking } from '../app-blocking.js';
import { COMMANDS, runCommandLine } from './command-line.js';

const key = (id: string, activatesAt: number) => ({
  id,
  purpose: 'pepper',
  secret: Buffer.from('do not print me'),
  activatesAt,
  retiresAt: null,
});

/** A program of stand-ins, and what the operator saw. */
class Terminal {
  readonly printed: string[] = [];
  readonly complaints: string[] = [];
  readonly events: string[] = [];
  opened = 0;
  closed = 0;

  constructor(private readonly services = new Map<unknown, unknown>()) {
    services.set(Database, { transaction: <T>(work: () => Promise<T>) => work() });
    services.set(AuditTrail, {
      record: async ({ action, subjectId }: { action: string; subjectId: string }) => {
        this.events.push(`${action} ${subjectId}`);
      },
    });
  }

  run(...argv: string[]): Promise<number> {
    return runCommandLine(argv, {
      print: (line) => this.printed.push(line),
      complain: (line) => this.complaints.push(line),
      open: async () => {
        this.opened++;
        return {
          get: <T>(type: Type<T>): T => this.services.get(type) as T,
          close: async () => void this.closed++,
        };
      },
    });
  }
}

const withService = (type: unknown, service: unknown): Terminal => new Terminal(new Map([[type, service]]));

describe('help', () => {
  it.each([[['--help']], [['-h']], [['company', '--help']]])('names every command: %j', async (argv) => {
    const terminal = new Terminal();
    expect(await terminal.run(...argv)).toBe(0);
    for (const { name } of COMMANDS) expect(terminal.printed.join('\n')).toContain(`  ${name}`);
    expect(terminal.opened).toBe(0);
  });

  it('of a command tells its options and choices, and runs nothing', async () => {
    const terminal = new Terminal();
    expect(await terminal.run('company', 'create', '--name', 'X', '--help')).toBe(0);
    expect(terminal.printed.join('\n')).toContain('--environment production|sandbox');
    expect(terminal.opened).toBe(0);
  });
});

describe('wrong usage ends with 2 before anything is opened', () => {
  it.each([
    [[]],
    [['company']],
    [['company', 'delete']],
    [['keys', 'rotate']],
    [['keys', 'rotate', 'everything']],
    [['keys', 'rotate', 'pepper', 'signing']],
    [['keys', 'retire', 'pepper']],
    [['keys', 'list', 'pepper']],
    [['user', 'block']],
    [['user', 'block', '--email', '']],
    [['user', 'block', '--mail', 'a@example.com']],
    [['user', 'block', 'a@example.com']],
    [['user', 'block', '--email']],
    [['client', 'create-first-party', '--name', 'Desk']],
    [['client', 'create-first-party', '--name', 'Desk', '--redirect-uri', 'https://a.example/', '--public=yes']],
    [['company', 'create', '--name', 'X', '--environment', 'staging', '--admin-email', 'a@b.c', '--admin-name', 'A']],
  ])('%j', async (argv) => {
    const terminal = new Terminal();
    expect(await terminal.run(...argv)).toBe(2);
    expect(terminal.complaints.join('\n')).not.toBe('');
    expect([terminal.opened, terminal.printed.length]).toEqual([0, 0]);
  });
});

describe('a refusal ends with 1', () => {
  it('and says what was refused, and why, with all fields', async () => {
    const terminal = new Terminal();
    const argv = ['client', 'create-first-party', '--name', ' ', '--redirect-uri', 'http://desk.example/'];
    expect(await terminal.run(...argv)).toBe(1);
    expect(terminal.complaints.join('\n')).toContain('must be https');
    expect(terminal.closed).toBe(1);
  });

  it.each([
    [notFound(), 'Not found.'],
    [conflict('key_in_use', 'This key writes at present.'), 'This key writes at present.'],
    [new Error('connect ECONNREFUSED'), 'connect ECONNREFUSED'],
  ])('and closes the program: %s', async (error, text) => {
    const terminal = withService(AppBlocking, { block: async () => Promise.reject(error) });
    expect(await terminal.run('app', 'block', '--uid', 'x')).toBe(1);
    expect(terminal.complaints).toEqual([text]);
    expect([terminal.opened, terminal.closed]).toEqual([1, 1]);
  });

  it('also where the program does not open', async () => {
    const complaints: string[] = [];
    const code = await runCommandLine(['keys', 'list'], {
      print: () => undefined,
      complain: (line) => complaints.push(line),
      open: async () => Promise.reject(new Error('The configuration is refused')),
    });
    expect([code, complaints]).toEqual([1, ['The configuration is refused']]);
  });
});

describe('keys', () => {
  const ring = {
    writing: () => key('writes1', 2_000),
    readable: (purpose: string) =>
      purpose === 'pepper' ? [key('new1', 3_000), key('writes1', 2_000), key('old1', 1)] : [],
    rotate: async () => 'new2',
    retire: async () => undefined,
    reseal: async () => 5,
  };

  it('are listed with their state and without their value', async () => {
    const terminal = withService(KeyRing, ring);
    expect(await terminal.run('keys', 'list')).toBe(0);
    const text = terminal.printed.join('\n');
    expect(text).toMatch(/pepper +new1 +will write/);
    expect(text).toMatch(/pepper +writes1 +writes/);
    expect(text).toMatch(/pepper +old1 +reads/);
    expect(text).not.toMatch(/print me|ZG8g/);
  });

  it('leave an audit event when they change', async () => {
    const terminal = withService(KeyRing, ring);
    await terminal.run('keys', 'rotate', 'pepper');
    await terminal.run('keys', 'retire', 'pepper', 'old1');
    await terminal.run('keys', 'reseal');
    expect(terminal.events).toEqual(['key.rotated pepper', 'key.retired pepper:old1', 'keys.resealed all']);
  });
});
