import { Global, Logger, Module } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../shared/index.js';
import { FileTransport } from './file-transport.js';
import { MailClaims } from './mail-claims.js';
import { mailNotice, MailTransport, NoTransport } from './mail-transport.js';
import { Mailer } from './mailer.js';
import { MailWakeUp } from './mail-wake-up.js';
import { Postman } from './postman.js';
import { SmtpTransport } from './smtp-transport.js';

function transportOf(configuration: Configuration): MailTransport {
  const { smtpUrl, environment, dataDir } = configuration;
  if (smtpUrl !== undefined) return new SmtpTransport({ url: smtpUrl, requiresTls: environment === 'production' });
  if (environment !== 'production') return new FileTransport(`${dataDir}/mail`);
  new Logger('Mail').warn(mailNotice(configuration).trim());
  return new NoTransport();
}

/** Mail to people: written with the change that it tells of, sealed until it is sent, sent at least once. */
@Global()
@Module({
  providers: [
    { provide: MailTransport, inject: [CONFIGURATION], useFactory: transportOf },
    Mailer,
    MailClaims,
    MailWakeUp,
    Postman,
  ],
  exports: [Mailer],
})
export class MailModule {}
