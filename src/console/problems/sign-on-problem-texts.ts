import type { Locale } from '../../shared/index.js';

const text = (happened: string, remedy: string) => ({ happened, remedy });

/** The refusals at the pages of single sign-on. */
export const SIGN_ON_PROBLEMS: Readonly<Record<Locale, Readonly<Record<string, ReturnType<typeof text>>>>> = {
  en: {
    emergency_administrator_required: text(
      'Nobody who was named for an emergency administers the company with a password any more.',
      'Stop demanding single sign-on, or name somebody else, before you resume.',
    ),
    too_many_identity_providers: text(
      'The company has as many identity providers as it may have.',
      'Delete one first.',
    ),
  },
  es: {
    emergency_administrator_required: text(
      'Ninguna de las personas nombradas para emergencias administra ya la empresa con contraseña.',
      'Deje de exigir el inicio de sesión único, o nombre a otra persona, antes de reanudar.',
    ),
    too_many_identity_providers: text(
      'La empresa tiene tantos proveedores de identidad como puede tener.',
      'Elimine uno antes.',
    ),
  },
};
