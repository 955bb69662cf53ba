import { Entity, Index } from 'typeorm';
import { PrimaryRefColumn } from '../../database/index.js';

/** Who may use a password although single sign-on is enforced: for the day on which the provider fails. */
@Entity('emergency_administrators')
@Index('ix_emergency_administrators_user', ['userId'])
export class EmergencyAdministrator {
  @PrimaryRefColumn('provider_id')
  providerId: number;

  @PrimaryRefColumn('user_id')
  userId: number;
}
