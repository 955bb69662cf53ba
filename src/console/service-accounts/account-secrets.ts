import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { seeOther } from '../../shared/index.js';
import type { Exchange, Visit } from '../shell/exchange.js';
import { FormOnce } from '../shell/form-once.js';
import { sectionPath } from '../shell/shells.js';
import { ShownOnce } from '../shell/shown-once.js';

/** New secrets of service accounts on their way to the person who asked for them: made once, shown once. */
@Injectable()
export class AccountSecrets {
  constructor(
    private readonly once: FormOnce,
    private readonly shown: ShownOnce,
  ) {}

  mark(): string {
    return this.once.mark();
  }

  /** Makes a secret once, however often the form is sent, and leads to the page that shows it. */
  async show(
    { request, reply }: Exchange,
    access: Access,
    make: () => Promise<{ readonly id: number; readonly secret: string | null }>,
  ): Promise<void> {
    let made: { readonly id: number; readonly secret: string | null } | undefined;
    const { location, isRepeated } = await this.once.run(access, request, async () => {
      made = await make();
      return `${sectionPath(access.companyId, 'service-accounts')}/${made.id}`;
    });
    if (isRepeated || !made) return seeOther(reply, `${location}?done=repeated`);
    if (made.secret === null) return seeOther(reply, `${location}?done=saved`);
    this.shown.keep(reply, placeOf(access, made.id), made.secret);
    seeOther(reply, `${location}/secret`);
  }

  /** The secret that {@link show} made a moment ago, this once. */
  take({ request, reply, access }: Visit, id: number): string | undefined {
    return this.shown.take(request, reply, placeOf(access, id));
  }
}

/** Of one session, as the token of the console names it. */
const placeOf = ({ token, companyId }: Access, id: number): string => `${token.jti}/${companyId}/${id}`;
