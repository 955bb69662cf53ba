import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AUDIT = readFileSync(new URL('./page-audit.mjs', import.meta.url), 'utf8');

/** What keeps people from reading and using the page as it stands; see page-audit.mjs. */
export const faultsOf = (page: Page): Promise<string[]> => page.evaluate<string[]>(AUDIT);

export interface Stop {
  /** What a screen reader would say, more or less. */
  readonly name: string;
  readonly outline: string;
}

const FOCUSED = `(() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const label = element.labels?.[0] ?? element;
  return { name: label.innerText.split('\\n')[0].trim(), outline: outlineStyle + ' ' + outlineWidth };
})()`;

/** Presses the Tab key `times` times and tells where the focus was after each, and how one could see it. */
export async function tabStops(page: Page, times: number): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let pressed = 0; pressed < times; pressed += 1) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate<Stop>(FOCUSED));
  }
  return stops;
}

export const VISIBLE = 'solid 3px';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds serious or critical, one line each. */
export async function axeFaults(page: Page): Promise<string[]> {
  // As text from outside: the page's own policy lets no script in.
  await page.evaluate(AXE);
  const found = await page.evaluate<Violation[]>('axe.run(document).then((result) => result.violations)');
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`));
}
