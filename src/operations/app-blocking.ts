import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { ClientRegistry } from '../clients/index.js';
import { Database } from '../database/index.js';
import { notFound } from '../shared/index.js';

type Status = 'active' | 'blocked';

const UID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The operator's emergency brake: stops an app in all companies at once. */
@Injectable()
export class AppBlocking {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientRegistry,
    private readonly audit: AuditTrail,
  ) {}

  /** Switches the app's clients off, which ends all their tokens. False if it was blocked already. Throws 404. */
  block(uid: string): Promise<boolean> {
    return this.change(uid, 'blocked');
  }

  /** Lets the app get tokens again; those that it had stay dead. False if it was not blocked. Throws 404. */
  unblock(uid: string): Promise<boolean> {
    return this.change(uid, 'active');
  }

  private change(uid: string, status: Status): Promise<boolean> {
    return this.database.transaction(async () => {
      const id = await this.idOf(uid);
      const former: Status = status === 'blocked' ? 'active' : 'blocked';
      const changed = await this.database.execute(
        `UPDATE apps SET status = ?, updated_at = ${this.database.dialect.now} WHERE id = ? AND status = ?`,
        [status, id, former],
      );
      if (changed === 0) return false;
      await this.clients.setEnabled(await this.clients.listOfApp(id), status === 'active');
      await this.audit.record({
        action: status === 'blocked' ? 'app.blocked' : 'app.unblocked',
        subjectType: 'app',
        subjectId: id,
        before: { status: former },
        after: { status },
      });
      return true;
    });
  }

  private async idOf(uid: string): Promise<number> {
    const sql = "SELECT id FROM apps WHERE uid = ? AND status <> 'deleted'";
    const [row] = UID.test(uid) ? await this.database.query<{ id: number }>(sql, [uid]) : [];
    if (!row) throw notFound();
    return Number(row.id);
  }
}
