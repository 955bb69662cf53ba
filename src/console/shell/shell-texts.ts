import type { Locale, ShellTexts } from '../../shared/index.js';
import type { SectionName } from './exchange.js';

interface Texts {
  readonly shell: ShellTexts;
  readonly sections: Readonly<Record<SectionName, string>>;
  readonly account: {
    readonly console: string;
    readonly apps: string;
    readonly ask: string;
    readonly sessions: string;
    readonly security: string;
  };
  readonly sandbox: string;
}

/** The words of the shell. */
export const SHELL_TEXTS: Readonly<Record<Locale, Texts>> = {
  en: {
    shell: {
      skip: 'Skip to the content',
      sections: 'App management',
      switch: 'Switch company',
      account: 'Your account',
      signOut: 'Sign out',
      security: 'Security',
      documentation: 'API documentation',
    },
    sections: {
      apps: 'Apps',
      requests: 'Requests',
      'service-accounts': 'Service accounts',
      usage: 'Usage',
      access: 'Access',
      'single-sign-on': 'Single sign-on',
      webhooks: 'Webhooks',
      audit: 'Audit trail',
    },
    account: {
      console: 'App management',
      apps: 'Connected apps',
      ask: 'Ask for an app',
      sessions: 'Sessions',
      security: 'Sign-in and security',
    },
    sandbox: 'Sandbox',
  },
  es: {
    shell: {
      skip: 'Ir al contenido',
      sections: 'Gestión de aplicaciones',
      switch: 'Cambiar de empresa',
      account: 'Su cuenta',
      signOut: 'Cerrar sesión',
      security: 'Seguridad',
      documentation: 'Documentación de la API',
    },
    sections: {
      apps: 'Aplicaciones',
      requests: 'Solicitudes',
      'service-accounts': 'Cuentas de servicio',
      usage: 'Uso',
      access: 'Acceso',
      'single-sign-on': 'Inicio de sesión único',
      webhooks: 'Webhooks',
      audit: 'Auditoría',
    },
    account: {
      console: 'Gestión de aplicaciones',
      apps: 'Aplicaciones conectadas',
      ask: 'Pedir una aplicación',
      sessions: 'Sesiones',
      security: 'Acceso y seguridad',
    },
    sandbox: 'Pruebas',
  },
};
