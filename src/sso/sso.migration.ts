import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  createTable,
  dropTables,
  flag,
  id,
  longText,
  optional,
  primary,
  ref,
  type TableDefinition,
  text,
  time,
} from '../database/index.js';

/**
 * Sessions and permission templates are named without foreign keys: they come and go without asking here, and what is
 * gone counts for nothing.
 */
export class SingleSignOn1760000002960 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'identity_providers', providers(runner));
    await createTable(runner, 'emergency_administrators', {
      columns: { provider_id: primary(ref()), user_id: primary(ref()) },
      indices: { ix_emergency_administrators_user: ['user_id'] },
      references: { provider_id: 'identity_providers', user_id: 'users.principal_id' },
    });
    await createTable(runner, 'email_domains', domains(runner));
    await createTable(runner, 'linked_identities', {
      columns: {
        id: id(runner),
        provider_id: ref(),
        subject: text(255),
        user_id: ref(),
        created_at: time(),
        last_used_at: time(),
      },
      unique: {
        ux_linked_identities_subject: ['provider_id', 'subject'],
        ux_linked_identities_user: ['provider_id', 'user_id'],
      },
      indices: { ix_linked_identities_user: ['user_id'] },
      references: { provider_id: 'identity_providers', user_id: 'users.principal_id' },
    });
    await createTable(runner, 'sso_flows', {
      columns: {
        hash: primary(text(43)),
        browser_hash: text(43),
        provider_id: ref(),
        sealed: longText(),
        expires_at: time(),
      },
      indices: { ix_sso_flows_expires_at: ['expires_at'] },
    });
    await createTable(runner, 'sso_sessions', {
      columns: { session_id: primary(text(22)), provider_id: ref(), expires_at: time() },
      indices: { ix_sso_sessions_provider: ['provider_id'], ix_sso_sessions_expires_at: ['expires_at'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    const children = ['sso_sessions', 'sso_flows', 'linked_identities', 'email_domains', 'emergency_administrators'];
    await dropTables(runner, ...children, 'identity_providers');
  }
}

const providers = (runner: QueryRunner): TableDefinition => ({
  columns: {
    id: id(runner),
    company_id: ref(),
    handle: text(22),
    name: text(100),
    issuer: optional(longText()),
    authorization_endpoint: longText(),
    token_endpoint: longText(),
    userinfo_endpoint: optional(longText()),
    jwks_uri: optional(longText()),
    end_session_endpoint: optional(longText()),
    names_itself: flag(),
    client_id: text(255),
    sealed_client_secret: longText(),
    token_authentication: text(30),
    scopes: text(200),
    active: flag(),
    vouches_for_emails: flag(),
    creates_members: flag(),
    default_template_id: optional(ref()),
    enforced: flag(),
    created_at: time(),
    updated_at: time(),
  },
  unique: { ux_identity_providers_handle: ['handle'] },
  indices: { ix_identity_providers_company: ['company_id'] },
  references: { company_id: 'companies' },
});

const domains = (runner: QueryRunner): TableDefinition => ({
  columns: {
    id: id(runner),
    company_id: ref(),
    provider_id: ref(),
    domain: text(253),
    proven_domain: optional(text(253)),
    challenge: text(22),
    mail_hash: optional(text(43)),
    mail_expires_at: optional(time()),
    proof_method: optional(text(10)),
    verified_at: optional(time()),
    created_at: time(),
  },
  unique: {
    ux_email_domains_company: ['company_id', 'domain'],
    ux_email_domains_proven: ['proven_domain'],
    ux_email_domains_mail: ['mail_hash'],
  },
  indices: { ix_email_domains_provider: ['provider_id'] },
  references: { company_id: 'companies', provider_id: 'identity_providers' },
});
