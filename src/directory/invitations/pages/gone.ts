import type { ErrorPageData, Locale } from '../../../shared/index.js';

/** A link that opens nothing, whatever the reason. */
export const GONE: Readonly<Record<Locale, Omit<ErrorPageData, 'requestId'>>> = {
  en: {
    title: 'This invitation is not open',
    happened:
      'The link was used already, ran out, was replaced by a newer one, or is not complete. Nothing was changed.',
    remedy: 'Use the link in the newest mail, or ask whoever invited you to send the invitation again.',
    link: { href: '/', label: 'Go to the start page' },
  },
  es: {
    title: 'Esta invitación no está abierta',
    happened:
      'El enlace ya se usó, caducó, fue sustituido por otro más reciente o no está completo. No se cambió nada.',
    remedy: 'Use el enlace del mensaje más reciente o pida a quien le invitó que envíe la invitación de nuevo.',
    link: { href: '/', label: 'Ir a la página de inicio' },
  },
};
