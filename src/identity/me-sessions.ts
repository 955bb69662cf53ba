import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { Database } from '../database/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../shared/index.js';
import { type Session, Sessions } from './sessions.js';

/** A person's own browser sessions. */
@Injectable()
export class MeSessions {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly audit: AuditTrail,
  ) {}

  async list(userId: number, query: PageQuery): Promise<Paged<Session>> {
    const sessions = await this.sessions.list(userId);
    const { skip, take } = pageWindow(query);
    return new Paged(sessions.slice(skip, skip + take), sessions.length, query);
  }

  /** Signs every browser out from afar. */
  async endAll(userId: number): Promise<void> {
    await this.database.transaction(async () => {
      const count = await this.sessions.endAll(userId);
      if (count === 0) return;
      await this.audit.record({ action: 'sessions.ended', subjectType: 'user', subjectId: userId, after: { count } });
    });
  }

  /** Signs every browser out but the one that asks. */
  async endOthers(userId: number, keptId: string): Promise<void> {
    await this.database.transaction(async () => {
      const count = await this.sessions.endOthers(userId, keptId);
      if (count === 0) return;
      const after = { count, kept: keptId };
      await this.audit.record({ action: 'sessions.ended', subjectType: 'user', subjectId: userId, after });
    });
  }

  /** Signs a browser out from afar. Throws 404 where the user has no such session. */
  async end(userId: number, id: string): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.sessions.endById(userId, id))) throw notFound();
      const after = { reason: 'revoked' };
      await this.audit.record({ action: 'session.ended', subjectType: 'session', subjectId: id, after });
    });
  }
}
