import type { AuditEntry } from '../../operations/index.js';
import type { Locale } from '../../shared/index.js';
import { type WordTable, wordsFrom } from '../shell/word-tables.js';

/** What a company's events say, in a few words. */
const EVENT_WORDS: WordTable = {
  'app.transferred': { en: 'App given to another owner', es: 'Aplicación traspasada a otro propietario' },
  'app_configuration.changed': { en: 'Configuration changed', es: 'Configuración cambiada' },
  'app_configuration.created': { en: 'Configuration added', es: 'Configuración añadida' },
  'app_configuration.deleted': { en: 'Configuration deleted', es: 'Configuración eliminada' },
  'app_policy.removed': { en: 'Rule for an app taken back', es: 'Regla para una aplicación retirada' },
  'app_policy.set': { en: 'App allowed or kept out', es: 'Aplicación permitida o excluida' },
  'company.changed': { en: 'Company settings changed', es: 'Ajustes de la empresa cambiados' },
  'company.created': { en: 'Company created', es: 'Empresa creada' },
  'company.credential_policy_set': { en: 'Policy for credentials set', es: 'Política de credenciales establecida' },
  'email_domain.added': { en: 'E-mail domain added', es: 'Dominio de correo añadido' },
  'email_domain.lost': { en: 'E-mail domain no longer proven', es: 'Dominio de correo ya no demostrado' },
  'email_domain.proven': { en: 'E-mail domain proven', es: 'Dominio de correo demostrado' },
  'email_domain.record_found': {
    en: 'DNS record of a domain found again',
    es: 'Registro DNS de un dominio encontrado',
  },
  'email_domain.record_missing': { en: 'DNS record of a domain missing', es: 'Falta el registro DNS de un dominio' },
  'email_domain.removed': { en: 'E-mail domain removed', es: 'Dominio de correo quitado' },
  'grant.company_withdrawn': { en: 'Connection of an app ended', es: 'Conexión de una aplicación terminada' },
  'grant.consented': { en: 'App connected by a person', es: 'Aplicación conectada por una persona' },
  'grant.revoked': { en: 'App disconnected', es: 'Aplicación desconectada' },
  'identity_provider.changed': { en: 'Identity provider changed', es: 'Proveedor de identidad cambiado' },
  'identity_provider.created': { en: 'Identity provider registered', es: 'Proveedor de identidad registrado' },
  'identity_provider.deleted': { en: 'Identity provider deleted', es: 'Proveedor de identidad eliminado' },
  'identity_provider.enforcement_lifted': {
    en: 'Enforced single sign-on lifted by the operator',
    es: 'Inicio de sesión único obligatorio levantado por el operador',
  },
  'installation.connections_ended': {
    en: 'Connections of an app ended',
    es: 'Conexiones de una aplicación terminadas',
  },
  'installation.created': { en: 'App installed', es: 'Aplicación instalada' },
  'installation.narrowed': { en: 'Permissions of an app reduced', es: 'Permisos de una aplicación reducidos' },
  'installation.permitted_projects_changed': {
    en: 'Projects of an app changed',
    es: 'Proyectos de una aplicación cambiados',
  },
  'installation.reinstalled': { en: 'App installed again', es: 'Aplicación instalada de nuevo' },
  'installation.resumed': { en: 'App resumed', es: 'Aplicación reanudada' },
  'installation.rolled_back': {
    en: 'App changed back to its former version',
    es: 'Aplicación devuelta a su versión anterior',
  },
  'installation.suspended': { en: 'App suspended', es: 'Aplicación suspendida' },
  'installation.uninstalled': { en: 'App uninstalled', es: 'Aplicación desinstalada' },
  'installation.upgraded': { en: 'App changed to another version', es: 'Aplicación cambiada a otra versión' },
  'installation_request.approved': { en: 'Request for an app approved', es: 'Solicitud de una aplicación aprobada' },
  'installation_request.denied': { en: 'Request for an app denied', es: 'Solicitud de una aplicación denegada' },
  'installation_request.expired': { en: 'Request for an app expired', es: 'Solicitud de una aplicación caducada' },
  'installation_request.raised': { en: 'App requested', es: 'Aplicación solicitada' },
  'installation_request.withdrawn': { en: 'Request for an app withdrawn', es: 'Solicitud de una aplicación retirada' },
  'member.activated': { en: 'Member switched on', es: 'Miembro activado' },
  'member.added': { en: 'Member added', es: 'Miembro añadido' },
  'member.changed': { en: 'Details of a member changed', es: 'Datos de un miembro cambiados' },
  'member.deactivated': { en: 'Member switched off', es: 'Miembro desactivado' },
  'member.invitation_accepted': { en: 'Invitation accepted', es: 'Invitación aceptada' },
  'member.invitation_declined': { en: 'Invitation declined', es: 'Invitación rechazada' },
  'member.invitation_sent': { en: 'Invitation sent', es: 'Invitación enviada' },
  'member.invitation_withdrawn': { en: 'Invitation withdrawn', es: 'Invitación retirada' },
  'member.permissions_changed': { en: 'Permissions of a member changed', es: 'Permisos de un miembro cambiados' },
  'permission_template.changed': { en: 'Permission template changed', es: 'Plantilla de permisos cambiada' },
  'permission_template.created': { en: 'Permission template created', es: 'Plantilla de permisos creada' },
  'permission_template.deleted': { en: 'Permission template deleted', es: 'Plantilla de permisos eliminada' },
  'project.changed': { en: 'Project changed', es: 'Proyecto cambiado' },
  'project.created': { en: 'Project created', es: 'Proyecto creado' },
  'project.tools_changed': { en: 'Tools of a project changed', es: 'Herramientas de un proyecto cambiadas' },
  'project_member.added': { en: 'Member added to a project', es: 'Miembro añadido a un proyecto' },
  'project_member.permissions_changed': {
    en: 'Permissions in a project changed',
    es: 'Permisos en un proyecto cambiados',
  },
  'project_member.removed': { en: 'Member taken out of a project', es: 'Miembro quitado de un proyecto' },
  'service_account.changed': { en: 'Service account changed', es: 'Cuenta de servicio cambiada' },
  'service_account.created': { en: 'Service account created', es: 'Cuenta de servicio creada' },
  'service_account.deleted': { en: 'Service account deleted', es: 'Cuenta de servicio eliminada' },
  'service_account.key_added': { en: 'Key of a service account added', es: 'Clave de una cuenta de servicio añadida' },
  'service_account.key_revoked': {
    en: 'Key of a service account revoked',
    es: 'Clave de una cuenta de servicio revocada',
  },
  'service_account.scopes_changed': {
    en: 'Scopes of a service account changed',
    es: 'Ámbitos de una cuenta de servicio cambiados',
  },
  'service_account.secret_created': {
    en: 'Secret of a service account made',
    es: 'Secreto de una cuenta de servicio creado',
  },
  'service_account.secret_revoked': {
    en: 'Secret of a service account revoked',
    es: 'Secreto de una cuenta de servicio revocado',
  },
  'user.identity_linked': { en: 'Account linked to single sign-on', es: 'Cuenta vinculada al inicio de sesión único' },
  'user.identity_unlinked': {
    en: 'Account no longer linked to single sign-on',
    es: 'Cuenta ya no vinculada al inicio de sesión único',
  },
  'webhook.changed': { en: 'Webhook changed', es: 'Webhook cambiado' },
  'webhook.created': { en: 'Webhook created', es: 'Webhook creado' },
  'webhook.deleted': { en: 'Webhook deleted', es: 'Webhook eliminado' },
  'webhook.disabled': { en: 'Webhook switched off', es: 'Webhook desactivado' },
  'webhook.secret_created': { en: 'Secret of a webhook made', es: 'Secreto de un webhook creado' },
};

/** What happened, in words; an action without words is told by its code. */
export const eventWords = (action: string, locale: Locale): string => wordsFrom(EVENT_WORDS, action, locale);

const POLICY_WORDS: WordTable = {
  allowed: { en: 'App allowed', es: 'Aplicación permitida' },
  denied: { en: 'App kept out', es: 'Aplicación excluida' },
};

/** The same for one event, whose state may tell more than its action. */
export function wordsOf({ action, after }: Pick<AuditEntry['event'], 'action' | 'after'>, locale: Locale): string {
  const { policy } = (after ?? {}) as { readonly policy?: unknown };
  const isKnown = action === 'app_policy.set' && typeof policy === 'string' && Object.hasOwn(POLICY_WORDS, policy);
  return isKnown ? wordsFrom(POLICY_WORDS, policy, locale) : eventWords(action, locale);
}

const SUBJECT_WORDS: WordTable = {
  app: { en: 'App', es: 'Aplicación' },
  app_configuration: { en: 'Configuration', es: 'Configuración' },
  company: { en: 'Company', es: 'Empresa' },
  email_domain: { en: 'E-mail domain', es: 'Dominio de correo' },
  grant: { en: 'Connection', es: 'Conexión' },
  identity_provider: { en: 'Identity provider', es: 'Proveedor de identidad' },
  installation: { en: 'Installed app', es: 'Aplicación instalada' },
  installation_request: { en: 'Request', es: 'Solicitud' },
  member: { en: 'Member', es: 'Miembro' },
  permission_template: { en: 'Permission template', es: 'Plantilla de permisos' },
  project: { en: 'Project', es: 'Proyecto' },
  project_member: { en: 'Member of a project', es: 'Miembro de un proyecto' },
  service_account: { en: 'Service account', es: 'Cuenta de servicio' },
  user: { en: 'Person', es: 'Persona' },
  webhook: { en: 'Webhook', es: 'Webhook' },
};

export const subjectWords = (type: string, locale: Locale): string => wordsFrom(SUBJECT_WORDS, type, locale);

const listed = (all: WordTable, locale: Locale): Offer[] =>
  Object.entries(all)
    .map(([value, words]) => ({ value, label: words[locale] }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));

/** Every action with its words, for a form to offer. */
export const knownActions = (locale: Locale): readonly Offer[] => listed(EVENT_WORDS, locale);

/** Every kind of thing that events are about, likewise. */
export const knownSubjects = (locale: Locale): readonly Offer[] => listed(SUBJECT_WORDS, locale);

export interface Offer {
  readonly value: string;
  readonly label: string;
}
