import type { Locale } from '../../shared/index.js';

const text = (happened: string, remedy: string) => ({ happened, remedy });

/** What is said otherwise to people at the pages of their own account, who decide nothing for the company. */
export const MEMBER_PROBLEMS: Readonly<Record<Locale, Readonly<Record<string, ReturnType<typeof text>>>>> = {
  en: {
    app_denied: text('Your company decided against this app.', 'Ask an administrator of the company about it.'),
    already_installed: text(
      'The app is installed already: in this company, or for you.',
      'Connect it from the app itself, or go back to the list.',
    ),
    not_installed: text('The app is not installed any more.', 'Go back to the page: it shows how things are now.'),
    app_blocked: text('The operator of Gatehouse blocked this app.', 'Choose another app.'),
  },
  es: {
    app_denied: text('Su empresa decidió no permitir esta aplicación.', 'Pregunte a un administrador de la empresa.'),
    already_installed: text(
      'La aplicación ya está instalada: en esta empresa o para usted.',
      'Conéctela desde la propia aplicación o vuelva a la lista.',
    ),
    not_installed: text(
      'La aplicación ya no está instalada.',
      'Vuelva a la página: muestra cómo están las cosas ahora.',
    ),
    app_blocked: text('El operador de Gatehouse bloqueó esta aplicación.', 'Elija otra aplicación.'),
  },
};
