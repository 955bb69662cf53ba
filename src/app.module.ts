import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AccessModule } from './access/index.js';
import { AppManagementModule } from './app-management/index.js';
import { AppsModule } from './apps/index.js';
import { AuditModule } from './audit/index.js';
import { ClientsModule } from './clients/index.js';
import { ConfigurationModule } from './configuration.module.js';
import { ConsoleModule } from './console/index.js';
import { DatabaseModule } from './database/index.js';
import { DirectoryModule } from './directory/index.js';
import { RequestsInterceptor, RequestsModule } from './requests/index.js';
import { IdentityModule } from './identity/index.js';
import { KeysModule } from './keys/index.js';
import { LimitsModule } from './limits/index.js';
import { MailModule } from './mail/index.js';
import { OAuthModule } from './oauth/index.js';
import { OperationsModule } from './operations/index.js';
import { OutboundModule } from './outbound/index.js';
import { PortsModule } from './ports/ports.module.js';
import { RfisModule } from './rfis/index.js';
import { SCHEMA } from './schema.js';
import { ServiceAccountsModule } from './service-accounts/index.js';
import { type Configuration, ResponseInterceptor } from './shared/index.js';
import { SsoModule } from './sso/index.js';
import { TokensModule } from './tokens/index.js';
import { UsageModule } from './usage/index.js';
import { WebhooksModule } from './webhooks/index.js';

/** The program: its modules, lowest first. A backend team adds its own at the end. */
@Module({})
export class AppModule {
  static register(configuration: Configuration): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigurationModule.register(configuration),
        DatabaseModule.register(configuration, SCHEMA),
        KeysModule,
        AuditModule,
        LimitsModule,
        OutboundModule,
        MailModule,
        ClientsModule,
        TokensModule,
        AccessModule,
        RequestsModule,
        IdentityModule,
        DirectoryModule,
        SsoModule,
        OAuthModule,
        ServiceAccountsModule,
        AppsModule,
        AppManagementModule,
        WebhooksModule,
        UsageModule,
        OperationsModule,
        ConsoleModule,
        PortsModule,
        RfisModule,
      ],
      providers: [
        // From the outside in: what is kept for a repetition is what was sent.
        { provide: APP_INTERCEPTOR, useExisting: RequestsInterceptor },
        { provide: APP_INTERCEPTOR, useClass: ResponseInterceptor },
      ],
    };
  }
}
