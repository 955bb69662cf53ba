import { SIGNING_ALGORITHMS } from '../../keys/index.js';
import { PROMPTS } from '../authorize/authorization-request.js';
import { ACR_VALUES } from './authentication-context.js';
import { CLAIMS } from './userinfo-endpoint.js';

/** What `/.well-known/openid-configuration` has beyond RFC 8414 (OpenID Connect Discovery §3). */
export const openIdMetadata = (issuer: string): Readonly<Record<string, unknown>> => ({
  userinfo_endpoint: `${issuer}/oauth/userinfo`,
  end_session_endpoint: `${issuer}/oauth/logout`,
  backchannel_logout_supported: true,
  backchannel_logout_session_supported: true,
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: SIGNING_ALGORITHMS,
  acr_values_supported: ACR_VALUES,
  prompt_values_supported: [...PROMPTS],
  claim_types_supported: ['normal'],
  claims_supported: CLAIMS,
  claims_parameter_supported: false,
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
});
