import { Entity, Index } from 'typeorm';
import { FlagColumn, IdColumn, LongTextColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** How the client authenticates at the token endpoint (RFC 6749 §2.3.1). */
export const TOKEN_AUTHENTICATIONS = ['client_secret_basic', 'client_secret_post'] as const;
export type TokenAuthentication = (typeof TOKEN_AUTHENTICATIONS)[number];

/** Where people of a company's e-mail domains prove who they are. */
@Entity('identity_providers')
@Index('ux_identity_providers_handle', ['handle'], { unique: true })
@Index('ix_identity_providers_company', ['companyId'])
export class IdentityProvider {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  /** What addresses of pages name it by: strangers cannot count providers. */
  @TextColumn(22)
  handle: string;

  @TextColumn(100)
  name: string;

  /** Of its ID tokens; null for a provider that speaks plain OAuth 2.0 and is asked at its userinfo endpoint. */
  @LongTextColumn({ nullable: true })
  issuer: string | null;

  @LongTextColumn({ name: 'authorization_endpoint' })
  authorizationEndpoint: string;

  @LongTextColumn({ name: 'token_endpoint' })
  tokenEndpoint: string;

  @LongTextColumn({ name: 'userinfo_endpoint', nullable: true })
  userinfoEndpoint: string | null;

  @LongTextColumn({ name: 'jwks_uri', nullable: true })
  jwksUri: string | null;

  @LongTextColumn({ name: 'end_session_endpoint', nullable: true })
  endSessionEndpoint: string | null;

  /** Whether it promised to name itself in every answer (RFC 9207 §3). */
  @FlagColumn({ name: 'names_itself' })
  namesItself: boolean;

  @TextColumn(255, { name: 'client_id' })
  clientId: string;

  @LongTextColumn({ name: 'sealed_client_secret' })
  sealedClientSecret: string;

  @TextColumn(30, { name: 'token_authentication' })
  tokenAuthentication: TokenAuthentication;

  @TextColumn(200)
  scopes: string;

  @FlagColumn()
  active: boolean;

  /** Whether its e-mail addresses count where it does not say that it verified them. */
  @FlagColumn({ name: 'vouches_for_emails' })
  vouchesForEmails: boolean;

  /** Whether people whom the company does not know yet become members when they first sign in. */
  @FlagColumn({ name: 'creates_members' })
  createsMembers: boolean;

  /** What such members get; null for no permissions. */
  @RefColumn({ name: 'default_template_id', nullable: true })
  defaultTemplateId: number | null;

  /** Whether people of its domains sign in nowhere else. */
  @FlagColumn()
  enforced: boolean;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  /** A sign-in that began before a change does not end after it. */
  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;
}
