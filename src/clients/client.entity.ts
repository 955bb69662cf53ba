import { Entity, Index } from 'typeorm';
import type { SigningAlgorithm } from '../keys/index.js';
import {
  FlagColumn,
  IdColumn,
  JsonColumn,
  LongTextColumn,
  RefColumn,
  TextColumn,
  TimeColumn,
} from '../database/index.js';

export type ClientKind = 'app' | 'service_account' | 'first_party';
export type ClientType = 'confidential' | 'public';
export type Environment = 'production' | 'sandbox';
export type Profile = 'compatible' | 'oauth21';
export type GrantType = 'authorization_code' | 'refresh_token' | 'client_credentials';

/** One credential set (RFC 6749 §2): of an app in one environment, of a service account, or of Gatehouse itself. */
@Entity('clients')
@Index('ux_clients_client_id', ['clientId'], { unique: true })
@Index('ix_clients_app_id', ['appId'])
export class ClientEntity {
  @IdColumn()
  id: number;

  @TextColumn(64, { name: 'client_id' })
  clientId: string;

  @TextColumn(200)
  name: string;

  @TextColumn(20)
  kind: ClientKind;

  @TextColumn(20)
  type: ClientType;

  @RefColumn({ name: 'app_id', nullable: true })
  appId: number | null;

  /** The company of a company-managed service account. */
  @RefColumn({ name: 'company_id', nullable: true })
  companyId: number | null;

  /** The principal of a company-managed service account. */
  @RefColumn({ name: 'principal_id', nullable: true })
  principalId: number | null;

  /** Null for first-party clients, which serve both. */
  @TextColumn(20, { nullable: true })
  environment: Environment | null;

  @TextColumn(20)
  profile: Profile;

  @JsonColumn({ name: 'grant_types' })
  grantTypes: GrantType[];

  @JsonColumn({ name: 'redirect_uris' })
  redirectUris: string[];

  @JsonColumn({ name: 'allowed_origins' })
  allowedOrigins: string[];

  /** What a request without `scope` gets, blank-separated; empty: such a request is refused. */
  @LongTextColumn({ name: 'default_scopes' })
  defaultScopes: string;

  /** Management scopes given to this client by an administrator (`audit:read` of a service account). */
  @LongTextColumn({ name: 'extra_scopes' })
  extraScopes: string;

  @FlagColumn()
  enabled: boolean;

  /** Repeated by tokens: raising it kills all of them. */
  @RefColumn()
  epoch: number;

  /** Seconds. */
  @RefColumn({ name: 'access_token_ttl' })
  accessTokenTtl: number;

  /** Seconds without a refresh after which a refresh token ends; null: never. */
  @RefColumn({ name: 'refresh_idle_ttl', nullable: true })
  refreshIdleTtl: number | null;

  /** Seconds in which a rotated refresh token still gets its successor's answer. */
  @RefColumn({ name: 'grace_seconds' })
  graceSeconds: number;

  /** What its ID tokens and logout tokens are signed with. */
  @TextColumn(10, { name: 'signed_response_alg', default: 'ES256' })
  signedResponseAlg: SigningAlgorithm;

  /** Where a browser may go on to after a logout, to the character; null: nowhere. */
  @JsonColumn({ name: 'post_logout_redirect_uris', nullable: true })
  postLogoutRedirectUris: string[] | null;

  /** Where the client hears that a session ended; null: nowhere. */
  @LongTextColumn({ name: 'backchannel_logout_uri', nullable: true })
  backchannelLogoutUri: string | null;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;
}
