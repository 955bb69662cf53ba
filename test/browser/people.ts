import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { newPkce } from '../support/browser.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Clicks what leads to another page, and waits until that is there. */
export async function follow(target: Locator): Promise<void> {
  await Promise.all([target.page().waitForEvent('load'), target.click()]);
}

/** Fills in the sign-in form as the page stands, in whichever language, and sends it. */
export async function signIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill(password);
  await follow(page.locator('form[action="/sign-in"] button[type="submit"]'));
}

/** Where an app sends its users, and the verifier that belongs to it. */
export function authorizeUrl(
  issuer: string,
  client: { readonly client_id: string; readonly redirect_uris: readonly string[] },
  change: Record<string, string> = {},
): { url: string; verifier: string } {
  const { verifier, challenge } = newPkce();
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: client.redirect_uris[0],
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...change,
  });
  return { url: `${issuer}/oauth/authorize?${query.toString()}`, verifier };
}

/** How people see the pages. 320 pixels are the narrowest window that WCAG 1.4.10 asks for. */
export const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  light: { viewport: { width: 1100, height: 800 } },
  dark: { viewport: { width: 1100, height: 800 }, colorScheme: 'dark' },
  phone: { viewport: { width: 375, height: 667 }, isMobile: true, hasTouch: true },
  'small-dark-spanish': { viewport: { width: 320, height: 568 }, colorScheme: 'dark', locale: 'es-MX' },
};
