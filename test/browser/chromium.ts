import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const SCREENSHOTS = fileURLToPath(new URL('../../test-results/screenshots', import.meta.url));

/** One browser for a spec file, and all that its pages complain of. */
export class Chromium {
  private readonly found: string[] = [];

  private constructor(private readonly browser: Browser) {}

  static async launch(): Promise<Chromium> {
    const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
    return new Chromium(await chromium.launch({ executablePath }));
  }

  /** Somebody with cookies of their own. */
  async visitor(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ locale: 'en-US', ...options });
    context.setDefaultTimeout(15_000);
    this.watch(context);
    return context.newPage();
  }

  /** Console errors, CSP violations among them, uncaught exceptions and requests that got no answer; told once. */
  takeProblems(): string[] {
    return this.found.splice(0);
  }

  /** Ends the visitors of a test. */
  async forget(): Promise<void> {
    await Promise.all(this.browser.contexts().map((context) => context.close()));
    this.found.length = 0;
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  private watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.found.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.found.push(`exception: ${error.error().message}`));
    context.on('requestfailed', (request) => {
      this.found.push(`request: ${request.failure()?.errorText} ${request.method()} ${request.url()}`);
    });
  }
}

/** Keeps what the page looks like, for a person to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const take = (): Promise<unknown> => page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  // A busy machine's browser sometimes has no frame to capture yet.
  await take().catch(take).catch(take);
}
