import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { AppReleases } from '../apps/index.js';
import { Database } from '../database/index.js';
import { Companies, Project } from '../directory/index.js';
import { Principal } from '../identity/index.js';

const AT_ONCE = 1_000;

export interface Named {
  readonly id: number;
  readonly name: string;
}

/** The names of what figures are about. */
@Injectable()
export class UsageNames {
  constructor(
    private readonly database: Database,
    private readonly releases: AppReleases,
    private readonly companies: Companies,
  ) {}

  apps(ids: Iterable<number>): Promise<Map<number, Named>> {
    return inParts(ids, async (part) => [...(await this.releases.appsById(part)).values()]);
  }

  companiesOf(ids: Iterable<number>): Promise<Map<number, Named>> {
    return inParts(ids, async (part) => [...(await this.companies.byIds(part)).values()]);
  }

  principals(ids: Iterable<number>): Promise<Map<number, Principal>> {
    return inParts(ids, (part) => this.database.repository(Principal).findBy({ id: In(part) }));
  }

  projects(ids: Iterable<number>): Promise<Map<number, Named>> {
    return inParts(ids, (part) => this.database.repository(Project).findBy({ id: In(part) }));
  }
}

async function inParts<T extends { readonly id: number }>(
  ids: Iterable<number>,
  read: (ids: number[]) => Promise<readonly T[]>,
): Promise<Map<number, T>> {
  const all = [...new Set(ids)];
  const found = new Map<number, T>();
  for (let at = 0; at < all.length; at += AT_ONCE) {
    for (const one of await read(all.slice(at, at + AT_ONCE))) found.set(one.id, one);
  }
  return found;
}
