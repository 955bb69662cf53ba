import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';
import type { DecidedApp, NamedApp } from './app-choices.js';

export interface SettingsPageData extends Framed {
  readonly allowUserInstalls: boolean;
  readonly allowProjectConfigurations: boolean;
  readonly seen: string;
  /** Null for those who may not set it. */
  readonly secondFactor: 'optional' | 'required' | null;
  /** Whether the demand was refused to somebody who did not sign in with a second factor. */
  readonly needsOwnFactor: boolean;
  readonly policies: readonly DecidedApp[];
  readonly pager: Pager | null;
  readonly apps: readonly NamedApp[];
  readonly list: string;
}

export const SETTINGS_PAGE = definePage<SettingsPageData>()(new URL('./settings.eta', import.meta.url), {
  en: {
    list: 'Apps',
    title: 'Settings and policies',
    settings: 'What members may do',
    allowUserInstalls: 'Members may install apps for themselves',
    allowUserInstallsText: 'Only apps without an account of their own. Everything else becomes a request to you.',
    allowProjectConfigurations: 'Project members may configure installed apps for their projects',
    save: 'Save',
    secondFactor: 'How people sign in',
    optional: 'With a password; a second factor is up to each of them',
    required: 'With a second factor, or not at all',
    requiredText:
      'Without one, nobody connects this company to apps or gets into this console any more, you included. Set up your own first. Apps that are connected stay so.',
    ownFactorFirst: 'Set up a second factor of your own first',
    ownFactorText:
      'Nothing was changed: you did not sign in with a second factor, and would have shut yourself out of this console.',
    saveSecondFactor: 'Save how people sign in',
    policies: 'Decisions about single apps',
    none: 'No app was let in or kept out.',
    allowed: 'Let in',
    denied: 'Kept out',
    allowedText: 'Members may install it for themselves, whatever the switch above says',
    deniedText: 'It is uninstalled at once, and nobody can install, connect or ask for it',
    undecided: 'Neither: the switch above decides',
    by: 'by {name}, {day}',
    takeBackText:
      'Taking back “Kept out” installs nothing: the app stays uninstalled until somebody installs it again.',
    takeBackShort: 'Take back',
    decide: 'Decide about an app',
    app: 'App',
    chooseApp: 'Choose an app',
    decision: 'Decision',
    reason: 'Reason',
    reasonHint: 'People who are refused read it.',
    submit: 'Save the decision',
  },
  es: {
    list: 'Aplicaciones',
    title: 'Configuración y políticas',
    settings: 'Lo que pueden los miembros',
    allowUserInstalls: 'Los miembros pueden instalar aplicaciones para sí mismos',
    allowUserInstallsText: 'Solo aplicaciones sin cuenta propia. Todo lo demás se convierte en una solicitud a usted.',
    allowProjectConfigurations:
      'Los miembros de proyectos pueden configurar aplicaciones instaladas para sus proyectos',
    save: 'Guardar',
    secondFactor: 'Cómo inician sesión las personas',
    optional: 'Con contraseña; el segundo factor lo decide cada cual',
    required: 'Con un segundo factor, o de ningún modo',
    requiredText:
      'Sin él, nadie conecta esta empresa a aplicaciones ni entra más en esta consola, tampoco usted. Configure antes el suyo. Las aplicaciones conectadas lo siguen estando.',
    ownFactorFirst: 'Configure antes un segundo factor propio',
    ownFactorText:
      'No se cambió nada: usted no inició sesión con un segundo factor y se habría excluido de esta consola.',
    saveSecondFactor: 'Guardar cómo inician sesión',
    policies: 'Decisiones sobre aplicaciones concretas',
    none: 'Ninguna aplicación fue admitida ni excluida.',
    allowed: 'Admitida',
    denied: 'Excluida',
    allowedText: 'Los miembros pueden instalarla para sí mismos, diga lo que diga el ajuste de arriba',
    deniedText: 'Se desinstala de inmediato, y nadie puede instalarla, conectarla ni pedirla',
    undecided: 'Ninguna: decide el ajuste de arriba',
    by: 'por {name}, {day}',
    takeBackText:
      'Retirar «Excluida» no instala nada: la aplicación sigue desinstalada hasta que alguien la instale de nuevo.',
    takeBackShort: 'Retirar',
    decide: 'Decidir sobre una aplicación',
    app: 'Aplicación',
    chooseApp: 'Elija una aplicación',
    decision: 'Decisión',
    reason: 'Motivo',
    reasonHint: 'Lo leen quienes reciben la negativa.',
    submit: 'Guardar la decisión',
  },
});
