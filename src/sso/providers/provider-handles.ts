import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { KeyRing } from '../../keys/index.js';

const LENGTH = 22;

/**
 * What the next provider of a company will be named by: its redirect URI has to be registered there before there is
 * a client to register here. The same until a provider is added, in every tab and after a new proof of who one is; no
 * stranger can tell it, and no provider that there is has it: that of one that was deleted may come back.
 */
@Injectable()
export class ProviderHandles {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  async next(companyId: number): Promise<string> {
    const [{ last }] = await this.database.query<{ last: number | string | null }>(
      'SELECT MAX(id) AS last FROM identity_providers WHERE company_id = ?',
      [companyId],
    );
    const hash = this.keys.hash(`identity_provider_handle:${companyId}:${Number(last ?? 0)}`);
    return hash.replaceAll(/[^0-9A-Za-z]/g, '').slice(0, LENGTH);
  }
}
