import type { Locale } from '../../shared/index.js';
import { type WordTable, wordsFrom } from '../shell/word-tables.js';
import type { Kind } from '../shell/thing-names.js';

/** What the fields of events' states are called. */
const FIELD_WORDS: WordTable = {
  active: { en: 'In use', es: 'En uso' },
  alg: { en: 'Algorithm', es: 'Algoritmo' },
  actions: { en: 'Single rights', es: 'Derechos sueltos' },
  allow_project_configurations: {
    en: 'Project members may configure apps',
    es: 'Los miembros de proyectos pueden configurar aplicaciones',
  },
  allow_user_installs: {
    en: 'Members may install apps for themselves',
    es: 'Los miembros pueden instalar aplicaciones para sí',
  },
  answer_notes: { en: 'Note to the person', es: 'Nota para la persona' },
  app_configurations: { en: 'Configurations', es: 'Configuraciones' },
  app_id: { en: 'App', es: 'Aplicación' },
  approved_permissions: { en: 'Approved permissions', es: 'Permisos aprobados' },
  authorization_endpoint: { en: 'Where people sign in', es: 'Dónde inician sesión las personas' },
  bind_users: {
    en: 'Projects bind people’s connections, too',
    es: 'Los proyectos limitan también las conexiones de las personas',
  },
  category: { en: 'Category', es: 'Categoría' },
  client_id: { en: 'Client id', es: 'Id. de cliente' },
  code_exchange_at: { en: 'Where codes are exchanged', es: 'Dónde se canjean los códigos' },
  contact_email: { en: 'Contact', es: 'Contacto' },
  count: { en: 'How many', es: 'Cuántos' },
  creates_members: { en: 'Newcomers become members', es: 'Los recién llegados se hacen miembros' },
  default_permission_template_id: { en: 'Template of newcomers', es: 'Plantilla de los recién llegados' },
  description: { en: 'Description', es: 'Descripción' },
  disabled_reason: { en: 'Reason', es: 'Motivo' },
  display_name: { en: 'Displayed name', es: 'Nombre mostrado' },
  domain: { en: 'Domain', es: 'Dominio' },
  email: { en: 'E-mail', es: 'Correo' },
  email_addresses_are_authoritative: {
    en: 'Its e-mail addresses are believed',
    es: 'Se confía en sus direcciones de correo',
  },
  emergency_administrator_ids: { en: 'Emergency administrators', es: 'Administradores de emergencia' },
  ended: { en: 'Connections ended', es: 'Conexiones terminadas' },
  ended_sessions: { en: 'Sessions ended', es: 'Sesiones terminadas' },
  enforced: { en: 'Everybody has to sign in there', es: 'Todos deben iniciar sesión allí' },
  environment: { en: 'Environment', es: 'Entorno' },
  event_types: { en: 'Hears of', es: 'Recibe noticias de' },
  expires_at: { en: 'Ends', es: 'Termina' },
  first_name: { en: 'First name', es: 'Nombre' },
  grace_days: { en: 'Days until older secrets end', es: 'Días hasta que terminan los secretos anteriores' },
  hint: { en: 'Its last characters', es: 'Sus últimos caracteres' },
  host: { en: 'Sent to', es: 'Se envía a' },
  identity_provider: { en: 'Identity provider', es: 'Proveedor de identidad' },
  identity_provider_id: { en: 'Number of the identity provider', es: 'Número del proveedor de identidad' },
  implicit: { en: 'Asked while connecting', es: 'Pedida al conectar' },
  installation_id: { en: 'Number of the installation', es: 'Número de la instalación' },
  installed_for: { en: 'Installed for', es: 'Instalada para' },
  issuer: { en: 'Issuer', es: 'Emisor' },
  jwks_uri: { en: 'Where its keys are', es: 'Dónde están sus claves' },
  key_id: { en: 'Key', es: 'Clave' },
  keys_only: { en: 'Keys alone, no secrets', es: 'Solo claves, sin secretos' },
  kind: { en: 'Kind', es: 'Tipo' },
  last_name: { en: 'Last name', es: 'Apellido' },
  left_behind: { en: 'What they leave behind', es: 'Lo que deja' },
  levels: { en: 'Permissions', es: 'Permisos' },
  max_age_days: { en: 'Longest life of a secret, in days', es: 'Vida máxima de un secreto, en días' },
  missing_since: { en: 'Missing since', es: 'Falta desde' },
  mode: { en: 'Where it runs', es: 'Dónde funciona' },
  name: { en: 'Name', es: 'Nombre' },
  notes: { en: 'Note', es: 'Nota' },
  permission_template_id: { en: 'Permission template', es: 'Plantilla de permisos' },
  permitted_mode: { en: 'Where it runs', es: 'Dónde funciona' },
  personal_ended: { en: 'Personal installations ended', es: 'Instalaciones personales terminadas' },
  policy: { en: 'Rule', es: 'Regla' },
  position: { en: 'Place in the list', es: 'Lugar en la lista' },
  previous_approved: { en: 'Approved for the former version', es: 'Aprobado para la versión anterior' },
  principal_id: { en: 'Person', es: 'Persona' },
  project_id: { en: 'Project', es: 'Proyecto' },
  project_ids: { en: 'Projects', es: 'Proyectos' },
  project_number: { en: 'Project number', es: 'Número de proyecto' },
  proof_method: { en: 'Proven by', es: 'Demostrado por' },
  reach: { en: 'Holds for', es: 'Vale para' },
  reason: { en: 'Reason', es: 'Motivo' },
  requester_id: { en: 'Asked by', es: 'La pidió' },
  role: { en: 'Role', es: 'Función' },
  scopes: { en: 'Scopes', es: 'Ámbitos' },
  second_factor: { en: 'Second factor', es: 'Segundo factor' },
  service_accounts: { en: 'Service accounts', es: 'Cuentas de servicio' },
  service_account_id: { en: 'Acts as', es: 'Actúa como' },
  shortened: { en: 'Secrets that end earlier now', es: 'Secretos que terminan antes' },
  state: { en: 'State', es: 'Estado' },
  status: { en: 'State', es: 'Estado' },
  subject: { en: 'Account at the provider', es: 'Cuenta en el proveedor' },
  thumbprint: { en: 'Fingerprint', es: 'Huella' },
  title: { en: 'Title', es: 'Título' },
  type: { en: 'Type', es: 'Tipo' },
  user_id: { en: 'Person', es: 'Persona' },
  userinfo_endpoint: { en: 'Where it tells about people', es: 'Dónde informa sobre las personas' },
  values: { en: 'Values', es: 'Valores' },
  verified_at: { en: 'Proven', es: 'Demostrado' },
  version_id: { en: 'Version', es: 'Versión' },
};

/** What the codes in them say. */
const VALUE_WORDS: WordTable = {
  active: { en: 'In use', es: 'En uso' },
  admin: { en: 'Administrator', es: 'Administrador' },
  all_and_future: { en: 'All projects, future ones too', es: 'Todos los proyectos, también los futuros' },
  all_projects: { en: 'All projects', es: 'Todos los proyectos' },
  allowed: { en: 'Allowed', es: 'Permitida' },
  approved: { en: 'Approved', es: 'Aprobada' },
  company: { en: 'The company', es: 'La empresa' },
  company_tools: { en: 'For a company', es: 'Para una empresa' },
  deleted: { en: 'Deleted', es: 'Eliminado' },
  denied: { en: 'Denied', es: 'Denegada' },
  disabled: { en: 'Switched off', es: 'Desactivado' },
  dns: { en: 'DNS record', es: 'Registro DNS' },
  expired: { en: 'Expired', es: 'Caducada' },
  external: { en: 'For other companies', es: 'Para otras empresas' },
  failing: { en: 'Its address failed for days', es: 'Su dirección falló durante días' },
  global: { en: 'For projects', es: 'Para proyectos' },
  gone: { en: 'Its address said that it is gone', es: 'Su dirección dijo que ya no existe' },
  inactive: { en: 'Not in use', es: 'Sin uso' },
  install: { en: 'Installation', es: 'Instalación' },
  internal: { en: 'For the company', es: 'Para la empresa' },
  invited: { en: 'Invited', es: 'Invitado' },
  mail: { en: 'A mailed link', es: 'Un enlace por correo' },
  member: { en: 'Member', es: 'Miembro' },
  optional: { en: 'Optional', es: 'Opcional' },
  paused: { en: 'Paused', es: 'En pausa' },
  pending: { en: 'Waiting', es: 'En espera' },
  production: { en: 'Production', es: 'Producción' },
  projects: { en: 'Single projects', es: 'Algunos proyectos' },
  project_specific: { en: 'For one project', es: 'Para un proyecto' },
  required: { en: 'Demanded', es: 'Exigido' },
  sandbox: { en: 'Sandbox', es: 'Pruebas' },
  selected: { en: 'Selected projects', es: 'Proyectos elegidos' },
  suspended: { en: 'Suspended', es: 'Suspendida' },
  uninstalled: { en: 'Uninstalled', es: 'Desinstalada' },
  upgrade: { en: 'Upgrade', es: 'Actualización' },
  withdrawn: { en: 'Withdrawn', es: 'Retirada' },
};

/** Fields whose texts are codes of ours; what people wrote is never taken for one. */
const CODED = new Set([
  'category',
  'disabled_reason',
  'environment',
  'kind',
  'mode',
  'permitted_mode',
  'policy',
  'proof_method',
  'reach',
  'role',
  'second_factor',
  'state',
  'status',
  'type',
]);

/** Fields that hold the id of a thing, or a list of them. */
const REFERENCES: Readonly<Record<string, Kind>> = {
  app_id: 'app',
  default_permission_template_id: 'template',
  emergency_administrator_ids: 'principal',
  installed_for: 'principal',
  permission_template_id: 'template',
  principal_id: 'principal',
  project_id: 'project',
  project_ids: 'project',
  requester_id: 'principal',
  service_account_id: 'principal',
  user_id: 'principal',
  version_id: 'version',
};

export const fieldWords = (field: string, locale: Locale): string => wordsFrom(FIELD_WORDS, field, locale);

/** Where a code of one field has another word than elsewhere. */
const OWN_WORDS: WordTable = {
  'policy.denied': { en: 'Kept out', es: 'Excluida' },
};

export function valueWords(field: string, value: string, locale: Locale): string {
  if (!CODED.has(field)) return value;
  const own = `${field}.${value}`;
  return Object.hasOwn(OWN_WORDS, own) ? wordsFrom(OWN_WORDS, own, locale) : wordsFrom(VALUE_WORDS, value, locale);
}

/** Of what kind the things are that a field holds ids of; undefined where it holds none. */
export const referenceIn = (field: string): Kind | undefined =>
  Object.hasOwn(REFERENCES, field) ? REFERENCES[field] : undefined;
