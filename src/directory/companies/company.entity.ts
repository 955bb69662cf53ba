import { Entity } from 'typeorm';
import { FlagColumn, IdColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** A customer account. */
@Entity('companies')
export class Company {
  @IdColumn()
  id: number;

  @TextColumn(200)
  name: string;

  @TextColumn(20)
  environment: 'production' | 'sandbox';

  @FlagColumn()
  active: boolean;

  /** Whether every active member may install apps without a service account, for themselves. */
  @FlagColumn({ name: 'allow_user_installs' })
  allowUserInstalls: boolean;

  /** Whether project members may configure installed apps for their projects. */
  @FlagColumn({ name: 'allow_project_configurations', default: 1 })
  allowProjectConfigurations: boolean;

  /** Whether people act for the company only in sessions of two factors. */
  @TextColumn(16, { name: 'second_factor', default: 'optional' })
  secondFactor: 'optional' | 'required';

  @TimeColumn({ name: 'created_at' })
  createdAt: number;
}
