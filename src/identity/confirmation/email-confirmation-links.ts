import { Injectable } from '@nestjs/common';
import { SECRET_PREFIXES } from '../../shared/index.js';
import { type LinkKind, MailedLinks } from '../mailed-links.js';

export const CONFIRMATION_MS = 24 * 3_600_000;

/** The links of people who confirm that the address of their account is theirs. */
@Injectable()
export class EmailConfirmationLinks extends MailedLinks {
  protected readonly kind: LinkKind = {
    table: 'email_confirmations',
    prefix: SECRET_PREFIXES.emailConfirmation,
    lifetimeMs: CONFIRMATION_MS,
  };
}
