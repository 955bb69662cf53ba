import { createTransport } from 'nodemailer';
import { MailError, messageOf, MailTransport, type ReadyMail } from './mail-transport.js';

const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;
const CONNECT_MS = 10_000;
const SILENCE_MS = 15_000;
/** Below the lease of whoever sends. */
const TOTAL_MS = 40_000;

export interface SmtpSettings {
  /** `smtp://user:password@host:port` (STARTTLS) or `smtps://…`. */
  readonly url: string;
  /** Whether a server without TLS is refused. */
  readonly requiresTls: boolean;
}

/** Mail by SMTP (RFC 5321), one connection each. */
export class SmtpTransport extends MailTransport {
  private readonly options: object;

  constructor({ url, requiresTls }: SmtpSettings) {
    super();
    const { protocol, hostname, port, username, password } = new URL(url);
    this.options = {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? PORTS[protocol as keyof typeof PORTS] : Number(port),
      secure: protocol === 'smtps:',
      requireTLS: requiresTls,
      tls: { minVersion: 'TLSv1.2' },
      ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      dnsTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
    };
  }

  async send(mail: ReadyMail): Promise<void> {
    const transport = createTransport(this.options);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new MailError('timed_out', false)), TOTAL_MS);
    });
    try {
      await Promise.race([transport.sendMail(messageOf(mail)), tooLong]);
    } catch (error) {
      throw error instanceof MailError ? error : refusalOf(error as SmtpFailure);
    } finally {
      clearTimeout(timer);
      transport.close();
    }
  }
}

type SmtpFailure = Error & { readonly code?: string; readonly command?: string; readonly responseCode?: number };

/**
 * RFC 5321 §4.2.1: 5yz of a recipient or of the mail itself is for good; of the sender or of a sign-in it is every
 * mail's, and an operator can mend it.
 */
function refusalOf({ code = 'failed', command, responseCode }: SmtpFailure): MailError {
  const isOfThisMail = (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM';
  const isFinal = isOfThisMail && responseCode !== undefined && responseCode >= 500;
  return new MailError(responseCode === undefined ? code : `${code} ${responseCode}`, isFinal);
}
