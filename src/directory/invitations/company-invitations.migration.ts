import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, id, optional, ref, text, time } from '../../database/index.js';

export class CompanyInvitations1760000002810 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'company_invitations', {
      columns: {
        id: id(runner),
        company_id: ref(),
        email_key: text(254),
        member_id: optional(ref()),
        hash: optional(text(43)),
        invited_by: optional(ref()),
        mails: ref(),
        counted_since: time(),
        expires_at: time(),
      },
      unique: {
        ux_company_invitations_company_email: ['company_id', 'email_key'],
        ux_company_invitations_hash: ['hash'],
      },
      indices: {
        ix_company_invitations_email: ['email_key'],
        ix_company_invitations_expires_at: ['expires_at'],
      },
      references: { company_id: 'companies' },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'company_invitations');
  }
}
