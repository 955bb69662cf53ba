import { Entity } from 'typeorm';
import { PrimaryRefColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** `allowed`: members may install it for themselves, whatever the switch says. `denied`: nobody may have it. */
export type Policy = 'allowed' | 'denied';

/** What a company decided about one app, apart from its switch for all. */
@Entity('app_policies')
export class AppPolicy {
  @PrimaryRefColumn('company_id')
  companyId: number;

  @PrimaryRefColumn('app_id')
  appId: number;

  @TextColumn(20)
  policy: Policy;

  @TextColumn(500)
  reason: string;

  @RefColumn({ name: 'set_by' })
  setBy: number;

  @TimeColumn({ name: 'set_at' })
  setAt: number;
}
