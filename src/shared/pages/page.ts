import type { Locale } from './locale.js';

/** The texts of a page in one language. `{name}` stands for a value that the template gives. */
export type Messages = Readonly<Record<string, string>>;

/** A server-rendered page: a template beside the module that owns it, and its texts in every language. */
export interface Page<D extends object = object> {
  /** `new URL('./name.eta', import.meta.url)` */
  readonly template: URL;
  readonly messages: Readonly<Record<Locale, Messages>>;
  /** What the template reads as `it.data`; a type only, never a value. */
  readonly data?: D;
}

/** Declares a page; the compiler sees to it that every language has every text. */
export const definePage =
  <D extends object>() =>
  <M extends Messages>(template: URL, messages: { en: M; es: Record<keyof M, string> }): Page<D> => ({
    template,
    messages,
  });
