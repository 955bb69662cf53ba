import { Global, Module } from '@nestjs/common';
import { ChangeFeed, Database } from '../database/index.js';
import { CONFIGURATION, type Configuration } from '../shared/index.js';
import { KeyRing } from './key-ring.js';
import { loadMasterKeys } from './master-keys.js';

/** Opens the keys before anything that needs one exists; a wrong master key refuses the start. */
@Global()
@Module({
  providers: [
    {
      provide: KeyRing,
      inject: [CONFIGURATION, Database, ChangeFeed],
      useFactory: async (configuration: Configuration, database: Database, feed: ChangeFeed): Promise<KeyRing> => {
        const ring = new KeyRing(database, feed, loadMasterKeys(configuration));
        await ring.start();
        return ring;
      },
    },
  ],
  exports: [KeyRing],
})
export class KeysModule {}
