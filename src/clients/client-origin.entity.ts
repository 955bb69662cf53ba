import { Entity, Index } from 'typeorm';
import { PrimaryRefColumn, PrimaryTextColumn } from '../database/index.js';

/** An origin that a client lists, for the look-up of a preflight, which names no client. */
@Entity('client_origins')
@Index('ix_client_origins_client', ['clientRowId'])
export class ClientOriginEntity {
  @PrimaryTextColumn(255)
  origin: string;

  @PrimaryRefColumn('client_row_id')
  clientRowId: number;
}
