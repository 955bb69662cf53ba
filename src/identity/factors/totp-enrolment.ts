import { Inject, Injectable } from '@nestjs/common';
import encodeQR from 'qr';
import { Database } from '../../database/index.js';
import { ISSUER, type Issuer } from '../../shared/index.js';
import { SealedDrafts } from './sealed-drafts.js';
import { SecondFactors } from './second-factors.js';
import type { Owner } from './security-desk.js';
import { base32, totpUri } from './totp.js';
import { type NewTotp, TotpFactors } from './totp-factors.js';

/** An app that is about to be added, and how its form carries it. */
export interface TotpDraft extends NewTotp {
  readonly sealed: string;
}

const PURPOSE = 'totp';

/** Adds apps that show codes: nothing is kept before the app has shown one. */
@Injectable()
export class TotpEnrolment {
  constructor(
    private readonly database: Database,
    private readonly totp: TotpFactors,
    private readonly factors: SecondFactors,
    private readonly drafts: SealedDrafts,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  draft({ session }: Owner): TotpDraft {
    const { id, key } = TotpFactors.prepare();
    return { id, key, sealed: this.drafts.seal(session, PURPOSE, { id, key: key.toString('base64') }) };
  }

  /** Undefined for a form that is too old, or not of this session. */
  open({ session }: Owner, sealed: string | undefined): TotpDraft | undefined {
    const draft = this.drafts.open<{ id: string; key: string }>(session, PURPOSE, sealed);
    return draft && { id: draft.id, key: Buffer.from(draft.key, 'base64'), sealed: sealed ?? '' };
  }

  /** What the person gives to the app: a picture to scan, or the key to type. */
  shown({ user }: Owner, { key }: TotpDraft): { readonly picture: string; readonly key: string } {
    const svg = encodeQR(totpUri(key, user.email, this.nameOfUs()), 'svg', { border: 4 });
    const groups = base32(key).match(/.{4}/g) ?? [];
    return { picture: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`, key: groups.join(' ') };
  }

  /** `already`: the form was sent twice. */
  async keep(owner: Owner, draft: TotpDraft, name: string, code: string): Promise<'kept' | 'wrong' | 'already'> {
    try {
      const add = (): Promise<boolean> => this.totp.add(owner.user.id, draft, name, code);
      return (await this.factors.add(owner, { kind: 'totp', name }, add)) ? 'kept' : 'wrong';
    } catch (error) {
      if (this.database.dialect.isDuplicateKey(error)) return 'already';
      throw error;
    }
  }

  /** Apps list accounts by this: installations of one person must not look alike. */
  private nameOfUs(): string {
    return `Gatehouse (${new URL(this.issuer.url).host.replace(':', ' ')})`;
  }
}
