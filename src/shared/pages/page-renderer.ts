import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import type { Locale } from './locale.js';
import { type Page, type Messages } from './page.js';

/** What a template sees as `it`. */
interface View {
  readonly data: object;
  readonly locale: Locale;
  /** The text of that name in the page's language, its `{placeholders}` filled in. */
  readonly t: (name: string, values?: Readonly<Record<string, string | number>>) => string;
}

/** What templates may name: a card on an empty page, the shell of whoever is signed in, the pages of a list. */
const SHARED = ['layout', 'shell', 'pager'] as const;

/** Turns pages into HTML. Everything a template prints with `<%= %>` is escaped. */
@Injectable()
export class PageRenderer {
  private readonly eta = new Eta({ autoEscape: true, cache: true });
  private readonly loaded = new Set<string>();

  constructor() {
    for (const name of SHARED) {
      this.eta.loadTemplate(`@${name}`, readFileSync(new URL(`./${name}.eta`, import.meta.url), 'utf8'));
    }
  }

  /** Lends pages a part that several of them have: `include('@name', …)`. */
  share(name: string, template: URL): void {
    this.eta.loadTemplate(`@${name}`, readFileSync(template, 'utf8'));
  }

  /** The whole HTML document. A template that fails, or names an unknown text, throws. */
  render<D extends object>(page: Page<D>, data: D, locale: Locale): string {
    const view: View = { data, locale, t: translator(page.messages[locale]) };
    return this.eta.render(this.load(page), view);
  }

  /** Templates are read once; `@` names them in memory. */
  private load(page: Page): string {
    const name = `@${page.template.href}`;
    if (!this.loaded.has(name)) {
      this.eta.loadTemplate(name, readFileSync(page.template, 'utf8'));
      this.loaded.add(name);
    }
    return name;
  }
}

function translator(messages: Messages): View['t'] {
  return (name, values = {}) => {
    const text = messages[name];
    if (text === undefined) throw new Error(`The page has no text "${name}".`);
    return text.replace(/\{(\w+)\}/g, (placeholder, key: string) => String(values[key] ?? placeholder));
  };
}
