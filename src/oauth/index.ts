export { AuthorizationCodeEntity } from './authorize/authorization-code.entity.js';
export { AuthorizationRequestEntity } from './authorize/authorization-request.entity.js';
export { AuthorizePages } from './authorize/authorize-pages.js';
export { type ConnectableCompany, ConsentEffects } from './authorize/consent-effects.js';
export { OAuthReturnDestinations } from './authorize/return-destinations.js';
export { AuthorizeSurface, ProtocolSurface } from './error-surfaces.js';
export { OAuth1760000000900 } from './oauth.migration.js';
export { OAuthModule } from './oauth.module.js';
