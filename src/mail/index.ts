export * from './mail.entity.js';
export * from './mail.migration.js';
export * from './mail.module.js';
export { type Letter, type MailTexts, Mailer } from './mailer.js';
export { MailError, mailNotice, MailTransport, type ReadyMail } from './mail-transport.js';
export { plainName } from './mail-text.js';
export { SmtpTransport } from './smtp-transport.js';
