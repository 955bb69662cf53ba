import { Injectable } from '@nestjs/common';
import { Principals, Users } from '../../identity/index.js';
import { Mailer, type MailTexts, plainName } from '../../mail/index.js';
import { type Locale, chosenLocale } from '../../shared/index.js';
import { Companies } from '../companies/companies.js';
import type { Member } from '../members/member.entity.js';
import { INVITATION_MS, InvitationLinks } from './invitation-links.js';

/** What an invited person is mailed. */
@Injectable()
export class InvitationMail {
  constructor(
    private readonly mailer: Mailer,
    private readonly users: Users,
    private readonly principals: Principals,
    private readonly companies: Companies,
    private readonly links: InvitationLinks,
  ) {}

  /** A new link, and the end of the former one; under the company's lock. Throws too_many_invitations. */
  async send(member: Member, invitedBy: number | null): Promise<void> {
    const token = await this.links.issue(member, invitedBy);
    const company = await this.companies.get(member.companyId);
    const inviter = invitedBy === null ? undefined : await this.principals.load(invitedBy);
    const names = { company: plainName(company.name), inviter: inviter && plainName(inviter.name) };
    const locale = await this.localeOf(member.email ?? '', invitedBy);
    await this.mailer.post({
      kind: 'invitation',
      to: { name: `${member.firstName} ${member.lastName}`.trim(), address: member.email ?? '' },
      texts: TEXTS[locale](names, `/invitation?token=${token}`),
      usefulMs: INVITATION_MS,
    });
  }

  /** That of the person, where they have an account; else that of whoever invites them. */
  private async localeOf(email: string, invitedBy: number | null): Promise<Locale> {
    const invited = await this.users.findByEmail(email);
    const inviter = invitedBy === null ? undefined : await this.users.find(invitedBy);
    return chosenLocale(invited?.locale ?? inviter?.locale);
  }
}

interface Names {
  readonly company: string;
  readonly inviter: string | undefined;
}

const TEXTS: Readonly<Record<Locale, (names: Names, path: string) => MailTexts>> = {
  en: ({ company, inviter }, path) => ({
    subject: `Invitation to ${company}`,
    paragraphs: [
      inviter
        ? `${inviter} invites you to join the company “${company}”.`
        : `You are invited to join the company “${company}”.`,
      'Follow this link to accept or decline. It works once and for 14 days.',
    ],
    link: { path, label: 'Answer the invitation' },
    fine: ['If you do not know the company, ignore this mail: nothing happens unless you accept.'],
  }),
  es: ({ company, inviter }, path) => ({
    subject: `Invitación a ${company}`,
    paragraphs: [
      inviter
        ? `${inviter} le invita a unirse a la empresa «${company}».`
        : `Le invitan a unirse a la empresa «${company}».`,
      'Siga este enlace para aceptar o rechazar. Funciona una sola vez y durante 14 días.',
    ],
    link: { path, label: 'Responder a la invitación' },
    fine: ['Si no conoce la empresa, ignore este mensaje: no ocurre nada si no acepta.'],
  }),
};
