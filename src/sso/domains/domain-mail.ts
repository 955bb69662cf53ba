import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { Company } from '../../directory/index.js';
import { KeyRing } from '../../keys/index.js';
import { type Bucket, Limits } from '../../limits/index.js';
import { Mailer, type MailTexts, plainName } from '../../mail/index.js';
import { newSecret, SECRET_PREFIXES } from '../../shared/index.js';
import { tooManyConfirmations } from '../sso.errors.js';
import { EmailDomain } from './email-domain.entity.js';
import { type ProviderRef, EmailDomains } from './email-domains.js';

const HOUR_MS = 3_600_000;
const USEFUL_MS = 24 * HOUR_MS;
const DAY_SECONDS = 24 * 3_600;

/** Mailboxes that nobody but those who run a domain has (RFC 2142 §4 and §5, CA/Browser Forum BR §3.2.2.4.4). */
export const MAILBOXES = ['admin', 'hostmaster', 'postmaster'] as const;
export type Mailbox = (typeof MAILBOXES)[number];

const bucketsOf = ({ companyId }: ProviderRef, domain: string): Bucket[] => [
  { name: `domain_confirmation:company:${companyId}`, limit: 20, windowSeconds: DAY_SECONDS },
  { name: `domain_confirmation:domain:${domain}`, limit: 6, windowSeconds: DAY_SECONDS },
];

/** Asks those who run a domain whether a company may speak for it. */
@Injectable()
export class DomainMail {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly limits: Limits,
    private readonly mailer: Mailer,
    private readonly domains: EmailDomains,
  ) {}

  /** A new link, and the end of the former one. Throws not_found, too_many_confirmations. */
  async send(of: ProviderRef, id: number, mailbox: Mailbox): Promise<EmailDomain> {
    return this.domains.within(of.companyId, async () => {
      const { domain } = await this.domains.get(of, id);
      const wait = await this.limits.spend(bucketsOf(of, domain));
      if (wait !== undefined) throw tooManyConfirmations(wait);
      const { name } = await this.database.repository(Company).findOneByOrFail({ id: of.companyId });
      const token = newSecret(SECRET_PREFIXES.domainConfirmation);
      const mailExpiresAt = (await this.database.now()) + USEFUL_MS;
      await this.database.repository(EmailDomain).update({ id }, { mailHash: this.keys.hash(token), mailExpiresAt });
      await this.mailer.post({
        kind: 'domain_confirmation',
        to: { address: `${mailbox}@${domain}` },
        texts: textsOf(plainName(name), plainName(domain), `/domain-confirmation?token=${token}`),
        usefulMs: USEFUL_MS,
      });
      return this.domains.get(of, id);
    });
  }
}

/** Both languages: nobody knows who reads that mailbox. */
const textsOf = (company: string, domain: string, path: string): MailTexts => ({
  subject: `Confirm the e-mail domain ${domain} · Confirme el dominio de correo ${domain}`,
  paragraphs: [
    `The company “${company}” says that it runs the e-mail domain ${domain}, and wants its own sign-in for everybody with an address there. If you run the domain and agree, follow this link.`,
    `La empresa «${company}» dice que administra el dominio de correo ${domain} y quiere su propio inicio de sesión para todas las direcciones del dominio. Si usted lo administra y está de acuerdo, siga este enlace.`,
    'It works once and for 24 hours. · Funciona una sola vez y durante 24 horas.',
  ],
  link: { path, label: 'Look at the request · Ver la solicitud' },
  fine: [
    'If you do not know the company, ignore this mail: nothing happens. · Si no conoce la empresa, ignore este mensaje: no ocurre nada.',
  ],
});
