import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CONFIGURATION, type Configuration, ISSUER, Issuer } from './shared/index.js';

/** Hands the settings to whoever asks. */
@Global()
@Module({})
export class ConfigurationModule {
  static register(configuration: Configuration): DynamicModule {
    return {
      module: ConfigurationModule,
      providers: [
        { provide: CONFIGURATION, useValue: configuration },
        { provide: ISSUER, useValue: new Issuer(configuration.issuer) },
      ],
      exports: [CONFIGURATION, ISSUER],
    };
  }
}
