import { Entity, Index } from 'typeorm';
import { IdColumn, LongTextColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

/** What a developer registers; it reaches companies through its versions and its clients. */
@Entity('apps')
@Index('ux_apps_uid', ['uid'], { unique: true })
export class App {
  @IdColumn()
  id: number;

  /** The name that Procore's routes use. */
  @TextColumn(36)
  uid: string;

  @TextColumn(200)
  name: string;

  @LongTextColumn()
  description: string;

  @TextColumn(200)
  publisher: string;

  @TextColumn(500, { nullable: true })
  website: string | null;

  @TextColumn(20)
  status: 'active' | 'blocked';

  @RefColumn({ name: 'created_by' })
  createdBy: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;
}
