import { Injectable } from '@nestjs/common';
import { type Access, AccessService } from '../access/index.js';
import { Database } from '../database/index.js';
import { ProjectMemberList } from '../directory/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../shared/index.js';
import { Rfi } from './rfi.entity.js';
import { RFIS, strangerAssigned } from './rfis.errors.js';
import type { ChangeRfi, OpenRfi } from './rfis.schemas.js';

/** Each failed attempt means that somebody else took the number. */
const MAX_ATTEMPTS = 100;

/** The requests for information of projects. */
@Injectable()
export class Rfis {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly members: ProjectMemberList,
  ) {}

  async list(projectId: number, query: PageQuery): Promise<Paged<Rfi>> {
    const [items, total] = await this.database
      .repository(Rfi)
      .findAndCount({ where: { projectId }, order: { number: 'ASC' }, ...pageWindow(query) });
    return new Paged(items, total, query);
  }

  /** Throws not_found too for an RFI of another project. */
  async get(projectId: number, id: number): Promise<Rfi> {
    const rfi = await this.database.repository(Rfi).findOneBy({ projectId, id });
    if (!rfi) throw notFound();
    return rfi;
  }

  async open(access: Access, { subject, question, status, assignee_id: assigneeId }: OpenRfi): Promise<Rfi> {
    await this.refuseStranger(access, assigneeId);
    const now = await this.database.now();
    const asked = { subject, question, status, assigneeId, createdBy: access.principalId };
    return this.number({ ...asked, projectId: access.projectId, createdAt: now, updatedAt: now });
  }

  /** `standard` is enough for one's own RFIs, and to edit those assigned to one; for the rest it takes `admin`. */
  async change(access: Access, id: number, { assignee_id: assigneeId, ...rest }: ChangeRfi): Promise<Rfi> {
    const rfi = await this.get(access.projectId, id);
    const change = { ...rest, ...(assigneeId === undefined ? {} : { assigneeId }) };
    if (!concerns(access, rfi, change)) this.access.demand(access, { name: RFIS, level: 'admin' });
    await this.refuseStranger(access, assigneeId ?? null);
    await this.database.repository(Rfi).update({ id }, { ...change, updatedAt: await this.database.now() });
    return this.get(access.projectId, id);
  }

  /** Gives the next number of the project: the unique index decides between two who chose the same. */
  private async number(rfi: Omit<Rfi, 'id' | 'number'>): Promise<Rfi> {
    const rfis = this.database.repository(Rfi);
    for (let attempt = 1; ; attempt++) {
      const number = ((await rfis.maximum('number', { projectId: rfi.projectId })) ?? 0) + 1;
      try {
        const { identifiers } = await rfis.insert({ ...rfi, number });
        return { ...rfi, number, id: Number(identifiers[0].id) };
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !this.database.dialect.isDuplicateKey(error)) throw error;
      }
    }
  }

  private async refuseStranger({ companyId, projectId }: Access, assigneeId: number | null): Promise<void> {
    if (assigneeId !== null && !(await this.members.isIn(companyId, projectId, assigneeId))) throw strangerAssigned();
  }
}

/** Whether a change is the caller's own business: the author's in everything, the assignee's but for the status. */
function concerns({ principalId }: Access, rfi: Rfi, change: Partial<Pick<Rfi, 'status'>>): boolean {
  const changesStatus = change.status !== undefined && change.status !== rfi.status;
  return rfi.createdBy === principalId || (rfi.assigneeId === principalId && !changesStatus);
}
