import { Entity } from 'typeorm';
import { PrimaryRefColumn, RefColumn, TextColumn } from '../database/index.js';

/** The chain of events that concern no company. */
export const NO_COMPANY = 0;

/** The end of a chain, changed with every seal: a chain that is cut off does not reach it. */
@Entity('audit_chains')
export class AuditChain {
  /** The company, or {@link NO_COMPANY}. */
  @PrimaryRefColumn()
  chain: number;

  @RefColumn()
  length: number;

  @TextColumn(43)
  hash: string;
}
