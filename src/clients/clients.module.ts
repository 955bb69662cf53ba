import { Global, Module } from '@nestjs/common';
import { ClientRegistry } from './client-registry.js';
import { ClientSecrets } from './client-secrets.js';
import { CorsPolicy } from './cors.js';
import { SecretUsage } from './secret-usage.js';

@Global()
@Module({
  providers: [ClientRegistry, ClientSecrets, CorsPolicy, SecretUsage],
  exports: [ClientRegistry, ClientSecrets, CorsPolicy, SecretUsage],
})
export class ClientsModule {}
