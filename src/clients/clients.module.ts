import { Global, Module } from '@nestjs/common';
import { ClientKeys } from './client-keys.js';
import { ClientRegistry } from './client-registry.js';
import { ClientSecrets } from './client-secrets.js';
import { CorsPolicy } from './cors.js';
import { SecretUsage } from './secret-usage.js';

@Global()
@Module({
  providers: [ClientKeys, ClientRegistry, ClientSecrets, CorsPolicy, SecretUsage],
  exports: [ClientKeys, ClientRegistry, ClientSecrets, CorsPolicy, SecretUsage],
})
export class ClientsModule {}
