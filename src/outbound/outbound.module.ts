import { Global, Module } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../shared/index.js';
import { Outbound } from './outbound.js';

/** Production speaks TLS to everybody, also to networks that the operator named. */
@Global()
@Module({
  providers: [
    {
      provide: Outbound,
      inject: [CONFIGURATION],
      useFactory: ({ environment, outboundNetworks }: Configuration): Outbound =>
        new Outbound({
          networks: outboundNetworks,
          allowsPlain: environment !== 'production' && outboundNetworks.length > 0,
        }),
    },
  ],
  exports: [Outbound],
})
export class OutboundModule {}
