import type { FieldErrors } from '../../shared/index.js';

/** What is wrong with something that somebody sent, gathered by path. */
export class Faults {
  /** Without a prototype: paths are made of names that strangers choose. */
  private readonly byPath = Object.create(null) as Record<string, string[]>;

  add(path: string, ...messages: readonly string[]): this {
    if (messages.length > 0) (this.byPath[path] ??= []).push(...messages);
    return this;
  }

  /** Adds others, their paths below `at`. */
  addAll(faults: FieldErrors, at = ''): this {
    for (const [path, messages] of Object.entries(faults)) this.add(join(at, path), ...messages);
    return this;
  }

  get all(): FieldErrors {
    return this.byPath;
  }

  get isEmpty(): boolean {
    return Object.keys(this.byPath).length === 0;
  }
}

const join = (at: string, path: string): string => [at, path].filter(Boolean).join('.');

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value where it is an object, else one without members. */
export const recordOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const isDistinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
