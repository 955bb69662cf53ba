import type { Configuration, MailAddress } from '../shared/index.js';

/** A mail with everything that is sent of it. */
export interface ReadyMail {
  readonly messageId: string;
  readonly from: MailAddress;
  readonly to: MailAddress;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Why a mail did not go out; never with what the mail or the server said. */
export class MailError extends Error {
  constructor(
    readonly reason: string,
    /** Whether another attempt would end the same way. */
    readonly isFinal: boolean,
  ) {
    super(reason);
  }
}

/** A way for mail to go out. */
export abstract class MailTransport {
  /** Throws {@link MailError}. */
  abstract send(mail: ReadyMail): Promise<void>;
}

/** Production without a mail server: what was written before stays until there is one, or it is of no use. */
export class NoTransport extends MailTransport {
  async send(): Promise<void> {
    throw new MailError('SMTP_URL is missing', false);
  }
}

/** How nodemailer is told of a mail: it encodes what headers cannot hold, and fetches nothing. */
export const messageOf = ({ messageId, from, to, subject, text, html }: ReadyMail): object => ({
  messageId,
  from: { name: from.name ?? '', address: from.address },
  to: { name: to.name ?? '', address: to.address },
  subject,
  text,
  html,
  // RFC 3834 §5: nobody's absence is to be told of here.
  headers: { 'Auto-Submitted': 'auto-generated' },
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** What whoever starts the program should know of its mail; empty where it is simply sent. */
export function mailNotice({ smtpUrl, environment, dataDir }: Configuration): string {
  if (smtpUrl !== undefined) return '';
  return environment === 'production'
    ? 'No mail is sent: SMTP_URL is missing.\n'
    : `No SMTP_URL: mail is written to ${dataDir}/mail\n`;
}
