import { Entity, Index } from 'typeorm';
import { IdColumn, LongTextColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

export const RFI_STATUSES = ['open', 'closed'] as const;
export type RfiStatus = (typeof RFI_STATUSES)[number];

/** A request for information: a question about a project, to be answered by somebody who works in it. */
@Entity('rfis')
@Index('ux_rfis_project_number', ['projectId', 'number'], { unique: true })
export class Rfi {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'project_id' })
  projectId: number;

  /** Counts 1, 2, 3 within the project. */
  @RefColumn()
  number: number;

  @TextColumn(200)
  subject: string;

  @LongTextColumn()
  question: string;

  @TextColumn(20)
  status: RfiStatus;

  /** The principal who is to answer. */
  @RefColumn({ name: 'assignee_id', nullable: true })
  assigneeId: number | null;

  /** The principal who asks. */
  @RefColumn({ name: 'created_by' })
  createdBy: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;
}
