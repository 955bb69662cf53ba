import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeFaults, faultsOf } from './accessibility.js';
import { screenshot } from './chromium.js';

/** That nothing keeps people from reading and using the page; keeps what it looks like. */
export async function expectFit(page: Page, name: string): Promise<void> {
  // Before the others, which leave traces in the page.
  expect([name, await faultsOf(page)]).toEqual([name, []]);
  await screenshot(page, name);
  expect([name, await axeFaults(page)]).toEqual([name, []]);
}
