import { readFileSync } from 'node:fs';
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
