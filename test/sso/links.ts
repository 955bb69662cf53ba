import { linkIn, mailsArrived } from '../accounts/mailbox.js';
import type { TestApp } from '../support/start-app.js';

export { allSent, mailsTo } from '../accounts/mailbox.js';

/** The link of the first mail to somebody. */
export async function newestLinkOf(app: TestApp, address: string): Promise<string> {
  const mails = await mailsArrived(app, address);
  return linkIn(mails[mails.length - 1], app.configuration.issuer);
}
