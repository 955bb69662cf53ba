import { Injectable } from '@nestjs/common';
import { accessOf, ToolCatalogue } from '../../access/index.js';
import { BrowserPeople, Visitors } from '../../identity/index.js';
import { DomainError, type Page, PageRenderer } from '../../shared/index.js';
import type { Exchange, Framed, Section, Visit } from './exchange.js';
import { Shells } from './shells.js';
import { Words } from './words.js';

/** How a page of the shell goes out. */
export interface Showing {
  readonly section: Section;
  readonly status?: number;
}

/** What every page of the console begins and ends with. */
@Injectable()
export class ConsolePages {
  constructor(
    renderer: PageRenderer,
    private readonly visitors: Visitors,
    private readonly people: BrowserPeople,
    private readonly shells: Shells,
    private readonly tools: ToolCatalogue,
  ) {
    for (const name of [
      'permissions',
      'project-choice',
      'former',
      'former-projects',
      'matrix',
      'webhook-fields',
      'provider-fields',
      'ask',
    ])
      renderer.share(name, new URL(`./parts/${name}.eta`, import.meta.url));
  }

  /** Whoever the guard let in, and how to speak to them. Throws not_signed_in if the session ended since. */
  async visit({ request, reply }: Exchange): Promise<Visit> {
    const { session, locale } = await this.visitors.of(request);
    if (!session) throw new DomainError('unauthorized', 'not_signed_in', 'Sign in to go on.');
    return { request, reply, access: accessOf(request), session, locale, words: new Words(locale, this.tools) };
  }

  async show<D extends Framed>(visit: Visit, page: Page<D>, data: Omit<D, keyof Framed>, how: Showing): Promise<void> {
    const { request, reply, locale, words, session } = visit;
    const frame: Framed = {
      words,
      shell: await this.shells.around(visit, how.section),
      csrfToken: this.people.formToken(request, reply, session.id),
    };
    // TypeScript does not see that a type is what was left out of it together with the rest.
    const framed = { ...data, ...frame } as unknown as D;
    this.visitors.show(reply, page, { data: framed, locale }, { status: how.status ?? 200 });
  }
}
