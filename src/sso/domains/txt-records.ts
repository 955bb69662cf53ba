import { Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';

const TIMEOUT_MS = 3_000;
const MOST_RECORDS = 50;

/** What the DNS says of a name. */
@Injectable()
export class TxtRecords {
  readonly resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });

  /** The texts of a name; none where there is no such name, and undefined where nobody answered. */
  async of(name: string): Promise<readonly string[] | undefined> {
    try {
      const records = await this.resolver.resolveTxt(name);
      return records.slice(0, MOST_RECORDS).map((parts) => parts.join(''));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : undefined;
    }
  }
}
