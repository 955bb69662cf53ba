import { Injectable } from '@nestjs/common';
import { Users } from '../../identity/index.js';
import { Mailer, type MailTexts, plainName } from '../../mail/index.js';
import { type Locale, chosenLocale } from '../../shared/index.js';
import type { App } from '../app.entity.js';
import type { AppInvitation } from './app-invitation.entity.js';

/** What is mailed to somebody who is invited to work on an app: the same whether or not there is an account. */
@Injectable()
export class AppInvitationMail {
  constructor(
    private readonly mailer: Mailer,
    private readonly users: Users,
  ) {}

  /** In the transaction that invites. */
  async send(app: App, invitation: AppInvitation): Promise<void> {
    const [invited, inviter] = [
      await this.users.findByEmail(invitation.email),
      await this.users.find(invitation.invitedBy),
    ];
    const locale = chosenLocale(invited?.locale ?? inviter?.locale);
    const names = { app: plainName(app.name), inviter: plainName(inviter?.name ?? '') };
    await this.mailer.post({
      kind: 'app_invitation',
      to: { address: invitation.email },
      texts: TEXTS[locale](names, invitation.id),
      usefulMs: invitation.expiresAt - invitation.createdAt,
    });
  }
}

interface Names {
  readonly app: string;
  readonly inviter: string;
}

const PATH = '/rest/v1.0/me/app_invitations';

const TEXTS: Readonly<Record<Locale, (names: Names, id: number) => MailTexts>> = {
  en: ({ app, inviter }, id) => ({
    subject: `Invitation to work on the app ${app}`,
    paragraphs: [
      `${inviter} invites you to work on the app “${app}”.`,
      'Sign in to the documentation of the API with the account of this address, and answer there for 14 days:',
      `GET ${PATH}`,
      `POST ${PATH}/${id}/accept`,
      `POST ${PATH}/${id}/decline`,
    ],
    link: { path: '/docs', label: 'Open the documentation' },
    fine: ['If you do not know the app, ignore this mail: nothing happens unless you accept.'],
  }),
  es: ({ app, inviter }, id) => ({
    subject: `Invitación a trabajar en la aplicación ${app}`,
    paragraphs: [
      `${inviter} le invita a trabajar en la aplicación «${app}».`,
      'Inicie sesión en la documentación de la API con la cuenta de esta dirección y responda allí durante 14 días:',
      `GET ${PATH}`,
      `POST ${PATH}/${id}/accept`,
      `POST ${PATH}/${id}/decline`,
    ],
    link: { path: '/docs', label: 'Abrir la documentación' },
    fine: ['Si no conoce la aplicación, ignore este mensaje: no ocurre nada si no acepta.'],
  }),
};
