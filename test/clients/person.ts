import { Browser } from '../support/browser.js';
import type { TestApp } from '../support/start-app.js';

export interface Walk {
  readonly user?: { readonly email: string; readonly password: string };
  readonly companies?: readonly number[];
  readonly decision?: 'allow' | 'deny';
  readonly browser?: Browser;
}

/** Opens the authorization URL that a client made, signs in, decides; the URL at which the client gets its answer. */
export async function walk(app: TestApp, authorizationUrl: string | URL, how: Walk = {}): Promise<URL> {
  const { user = app.demo.users.admin, companies = [app.demo.companies.main.id], decision = 'allow' } = how;
  const browser = how.browser ?? new Browser(app.url);
  const { origin, pathname, search } = new URL(authorizationUrl);
  if (origin !== app.demo.base_url) throw new Error(`${origin} is not the issuer`);
  let page = await browser.get(pathname + search);
  if (page.text.includes('name="password"')) page = await browser.signIn(page, user);
  if (page.text.includes('name="decision"')) page = await browser.consent(page, companies, decision);
  const location = page.headers.get('location');
  if (!location) throw new Error(`No redirect: ${page.status} ${page.text.slice(0, 1_000)}`);
  return new URL(location);
}
