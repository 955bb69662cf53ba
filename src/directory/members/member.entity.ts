import { Entity, Index } from 'typeorm';
import type { Actions, Levels, Role } from '../../access/index.js';
import { IdColumn, JsonColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

export type MemberStatus = 'invited' | 'active' | 'inactive';

/** A principal's entry in a company directory. */
@Entity('members')
@Index('ux_members_company_principal', ['companyId', 'principalId'], { unique: true })
@Index('ux_members_company_email', ['companyId', 'emailKey'], { unique: true })
@Index('ix_members_company', ['companyId', 'id'])
@Index('ix_members_principal', ['principalId'])
@Index('ix_members_template', ['permissionTemplateId'])
export class Member {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  @RefColumn({ name: 'principal_id' })
  principalId: number;

  @TextColumn(20)
  status: MemberStatus;

  @TextColumn(20)
  role: Role;

  @TextColumn(100, { name: 'first_name' })
  firstName: string;

  @TextColumn(200, { name: 'last_name' })
  lastName: string;

  /** The address as this company knows it; the account may have another. */
  @TextColumn(254, { nullable: true })
  email: string | null;

  /** What makes two addresses the same; one entry per address and company. */
  @TextColumn(254, { name: 'email_key', nullable: true })
  emailKey: string | null;

  @TextColumn(100, { nullable: true })
  title: string | null;

  /** Set for this member alone; they override those of the template, tool by tool. */
  @JsonColumn()
  levels: Levels;

  @JsonColumn()
  actions: Actions;

  @RefColumn({ name: 'permission_template_id', nullable: true })
  permissionTemplateId: number | null;

  /** Of the service account of an installed app: its permissions are read from the installation, not from here. */
  @RefColumn({ name: 'app_id', nullable: true })
  appId: number | null;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;
}
