/** What a person reads, before it has a form. */
export interface MailTexts {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** The one link: a path of ours and what it does. */
  readonly link?: { readonly path: string; readonly label: string };
  /** Below the link. */
  readonly fine?: readonly string[];
}

const MAX_NAME = 100;
/** Ends of lines, controls, and what cannot be seen or reorders its surroundings. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** A name that somebody chose, in one line that no header and no mail program takes for more than a name. */
export const plainName = (name: string): string =>
  name
    .replace(UNSEEN, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_NAME)
    .replace(/:\/\//g, ' ')
    // Programs make a link of what looks like an address: not where a joiner stands in it.
    .replace(/(?<=\S)[.@](?=\S)/g, '$&\u2060');

/** Both forms of a mail; `issuer` begins its link. */
export function formsOf(texts: MailTexts, issuer: string): { readonly text: string; readonly html: string } {
  const { paragraphs, link, fine = [] } = texts;
  const url = link && issuer + link.path;
  return {
    text: `${[...paragraphs, ...(url ? [url] : []), ...fine].join('\n\n')}\n`,
    html: [
      '<!doctype html><meta charset="utf-8"><body style="font-family:sans-serif;line-height:1.5;max-width:36em">',
      ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
      ...(url && link ? [`<p><a href="${escaped(url)}">${escaped(link.label)}</a></p><p>${escaped(url)}</p>`] : []),
      ...fine.map((paragraph) => `<p><small>${escaped(paragraph)}</small></p>`),
      '</body>\n',
    ].join('\n'),
  };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
