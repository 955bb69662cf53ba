import { Entity } from 'typeorm';
import { FlagColumn, IdColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

export type PrincipalKind = 'user' | 'service_account';

/** Who a request may run as. Users and service accounts share one sequence, so no id is ambiguous. */
@Entity('principals')
export class Principal {
  @IdColumn()
  id: number;

  @TextColumn(24)
  kind: PrincipalKind;

  @TextColumn(200)
  name: string;

  @FlagColumn()
  enabled: boolean;

  /** Tokens and sessions repeat it: raising it ends all of them. */
  @RefColumn()
  epoch: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;
}
