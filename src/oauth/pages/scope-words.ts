import { isManagementScope, riskOf, type ToolCatalogue, toolOfScope } from '../../access/index.js';
import type { Locale } from '../../shared/index.js';

/** A scope in words a person understands, and whether it reaches far. */
export interface ScopeWords {
  readonly text: string;
  readonly isRisky: boolean;
}

const WORDS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: {
    openid: 'Know that it is you who signs in',
    profile: 'See your name',
    email: 'See your e-mail address',
    offline_access: 'Keep access while you are away',
    'tools:read': 'View everything in the tools that you may view',
    'tools:write': 'View and change what you may change in every tool',
    'tools:admin': 'Do everything in every tool that you may do yourself',
    'directory:manage': 'Manage people, roles and permissions',
    'apps:manage': 'Manage your apps',
    'app_installations:manage': 'Install and uninstall apps',
    'service_accounts:manage': 'Manage service accounts',
    'audit:read': 'Read the audit trail',
    read: 'View {tool}',
    write: 'View and change {tool}',
    admin: 'Do everything in {tool}',
  },
  es: {
    openid: 'Saber que es usted quien inicia sesión',
    profile: 'Ver su nombre',
    email: 'Ver su correo electrónico',
    offline_access: 'Conservar el acceso cuando usted no esté',
    'tools:read': 'Ver todo lo que usted puede ver en las herramientas',
    'tools:write': 'Ver y cambiar lo que usted puede cambiar en cada herramienta',
    'tools:admin': 'Hacer todo lo que usted puede hacer en cada herramienta',
    'directory:manage': 'Administrar personas, roles y permisos',
    'apps:manage': 'Administrar sus aplicaciones',
    'app_installations:manage': 'Instalar y desinstalar aplicaciones',
    'service_accounts:manage': 'Administrar cuentas de servicio',
    'audit:read': 'Leer el registro de auditoría',
    read: 'Ver {tool}',
    write: 'Ver y cambiar {tool}',
    admin: 'Hacer todo en {tool}',
  },
};

/** The scopes of a request for the consent page. */
export function scopeWords(scopes: string, locale: Locale, tools: ToolCatalogue): ScopeWords[] {
  return scopes.split(' ').map((scope) => ({ text: textOf(scope, locale, tools), isRisky: isRisky(scope) }));
}

function isRisky(scope: string): boolean {
  if (scope === 'tools:admin' || (isManagementScope(scope) && scope !== 'audit:read')) return true;
  return scope.endsWith(':admin') && riskOf(toolOfScope(scope) ?? '', 'admin') === 'high';
}

function textOf(scope: string, locale: Locale, tools: ToolCatalogue): string {
  const tool = toolOfScope(scope);
  if (!tool) return WORDS[locale][scope] ?? scope;
  const title = tools.find(tool)?.title ?? tool;
  return WORDS[locale][scope.slice(tool.length + 1)].replace('{tool}', title);
}
