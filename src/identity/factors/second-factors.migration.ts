import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTables, flag, longText, optional, primary, ref, text, time } from '../../database/index.js';

export class SecondFactors1760000002945 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'totp_factors', totpFactors);
    await createTable(runner, 'passkeys', passkeys);
    await createTable(runner, 'recovery_codes', {
      columns: { hash: primary(text(43)), user_id: ref() },
      indices: { ix_recovery_codes_user: ['user_id'] },
      references: { user_id: 'users.principal_id' },
    });
    await createTable(runner, 'recovery_sets', {
      columns: { user_id: primary(ref()), set_id: text(22), created_at: time() },
      references: { user_id: 'users.principal_id' },
    });
    await createTable(runner, 'pending_sign_ins', pendingSignIns);
    await createTable(runner, 'passkey_challenges', {
      columns: {
        hash: primary(text(43)),
        purpose: text(16),
        user_id: optional(ref()),
        user_handle: optional(text(86)),
        expires_at: time(),
      },
      indices: { ix_passkey_challenges_expires_at: ['expires_at'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'passkey_challenges', 'pending_sign_ins', 'recovery_sets', 'recovery_codes');
    await dropTables(runner, 'passkeys', 'totp_factors');
  }
}

const totpFactors = {
  columns: {
    id: primary(text(22)),
    user_id: ref(),
    name: text(80),
    sealed_key: longText(),
    last_step: ref(),
    created_at: time(),
    last_used_at: optional(time()),
  },
  indices: { ix_totp_factors_user: ['user_id'] },
  references: { user_id: 'users.principal_id' },
};

const passkeys = {
  columns: {
    id: primary(text(22)),
    user_id: ref(),
    name: text(80),
    credential_id: longText(),
    credential_hash: text(43),
    public_key: longText(),
    user_handle: text(86),
    counter: ref(),
    transports: text(120),
    synced: flag(),
    backed_up: flag(),
    created_at: time(),
    last_used_at: optional(time()),
  },
  unique: { ux_passkeys_credential: ['credential_hash'] },
  indices: { ix_passkeys_user: ['user_id'] },
  references: { user_id: 'users.principal_id' },
};

const pendingSignIns = {
  columns: {
    id: primary(text(22)),
    hash: text(43),
    user_id: ref(),
    amr: text(80),
    return_to: longText(),
    principal_epoch: ref(),
    password_epoch: ref(),
    expires_at: time(),
  },
  unique: { ux_pending_sign_ins_hash: ['hash'] },
  indices: { ix_pending_sign_ins_user: ['user_id'], ix_pending_sign_ins_expires_at: ['expires_at'] },
  references: { user_id: 'users.principal_id' },
};
