import { Injectable } from '@nestjs/common';
import { SECRET_PREFIXES } from '../shared/index.js';
import { type LinkKind, MailedLinks } from './mailed-links.js';

export const RESET_MS = 30 * 60_000;

/** The links of people who forgot their password. */
@Injectable()
export class PasswordResetLinks extends MailedLinks {
  protected readonly kind: LinkKind = {
    table: 'password_resets',
    prefix: SECRET_PREFIXES.passwordReset,
    lifetimeMs: RESET_MS,
  };
}
