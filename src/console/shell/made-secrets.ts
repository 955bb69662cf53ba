import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { seeOther } from '../../shared/index.js';
import type { Exchange, SectionName, Visit } from './exchange.js';
import { FormOnce } from './form-once.js';
import { sectionPath } from './shells.js';
import { ShownOnce } from './shown-once.js';

interface MadeSecret {
  readonly id: number;
  /** Null where none was made. */
  readonly secret: string | null;
  readonly isRotated?: boolean;
}

/** New secrets of a section's things on their way to the person who asked for them: made once, shown once. */
@Injectable()
export class MadeSecrets {
  constructor(
    private readonly once: FormOnce,
    private readonly shown: ShownOnce,
  ) {}

  mark(): string {
    return this.once.mark();
  }

  /**
   * Makes a secret once, however often the form is sent, and leads to the page that shows it; that page is told where it
   * was made for something that was there before.
   */
  async show(
    { request, reply }: Exchange,
    access: Access,
    section: SectionName,
    make: () => Promise<MadeSecret>,
  ): Promise<void> {
    let made: MadeSecret | undefined;
    const { location, isRepeated } = await this.once.run(access, request, async () => {
      made = await make();
      return `${sectionPath(access.companyId, section)}/${made.id}`;
    });
    if (isRepeated || !made) return seeOther(reply, `${location}?done=repeated`);
    if (made.secret === null) return seeOther(reply, `${location}?done=saved`);
    this.shown.keep(reply, placeOf(access, section, made.id), made.secret);
    seeOther(reply, `${location}/secret${made.isRotated ? '?rotated=1' : ''}`);
  }

  /** The secret that {@link show} made a moment ago, this once. */
  take({ request, reply, access }: Visit, section: SectionName, id: number): string | undefined {
    return this.shown.take(request, reply, placeOf(access, section, id));
  }
}

/** Of one session, as the token of the console names it. */
const placeOf = ({ token, companyId }: Access, section: SectionName, id: number): string =>
  `${token.jti}/${companyId}/${section}/${id}`;
