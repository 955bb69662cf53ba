export { AuthorizationCodeEntity } from './authorize/authorization-code.entity.js';
export { AuthorizationRequestEntity } from './authorize/authorization-request.entity.js';
export { CodeSignIns1760000002920 } from './authorize/code-sign-ins.migration.js';
export { CodeEpochs1760000002200 } from './authorize/code-epochs.migration.js';
export { AuthorizePages } from './authorize/authorize-pages.js';
export {
  type ConnectableCompany,
  ConsentEffects,
  type Consenting,
  type InstallationOffer,
} from './authorize/consent-effects.js';
export { OAuthReturnDestinations } from './authorize/return-destinations.js';
export { type ConnectedApp, ConnectedApps } from './connected-apps.js';
export { AuthorizeSurface, ProtocolSurface } from './error-surfaces.js';
export { ClientSessionEntity } from './logout/client-session.entity.js';
export { ClientSessions } from './logout/client-sessions.js';
export { ClientSessions1760000002955 } from './logout/client-sessions.migration.js';
export { LogoutPages, LogoutSurface } from './logout/logout-pages.js';
export { OAuth1760000000900 } from './oauth.migration.js';
export { OAuthModule } from './oauth.module.js';
export { scopeWords } from './pages/scope-words.js';
