import { definePage } from '../../../shared/index.js';

export interface RecoveryPageData {
  readonly csrfToken: string;
  readonly returnTo: string;
  readonly codes: readonly string[];
  /** The codes, sealed. */
  readonly draft: string;
}

export const RECOVERY_PAGE = definePage<RecoveryPageData>()(new URL('./recovery.eta', import.meta.url), {
  en: {
    title: 'Keep your recovery codes',
    what: 'Each of these codes signs you in once beside your password, when you lose your second factor. They are not shown again: print them, or put them into a password manager.',
    notYet: 'They are good as soon as you say that you kept them. Codes from before are not good any more then.',
    submit: 'I kept them',
    later: 'Not now',
  },
  es: {
    title: 'Guarde sus códigos de recuperación',
    what: 'Cada uno de estos códigos sirve una vez, junto con su contraseña, cuando pierda su segundo factor. No se muestran de nuevo: imprímalos o guárdelos en un gestor de contraseñas.',
    notYet: 'Serán válidos cuando diga que los guardó. Los códigos anteriores dejarán de serlo.',
    submit: 'Los guardé',
    later: 'Ahora no',
  },
});
