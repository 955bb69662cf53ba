import type { Locale } from './locale.js';
import { definePage } from './page.js';

/** What the reader of an error page is told. */
export interface ErrorPageData {
  readonly title: string;
  /** What happened, in plain words. */
  readonly happened: string;
  /** What to do now. */
  readonly remedy: string;
  readonly requestId: string;
  /** A way on, if there is one: a local path and its label. */
  readonly link?: { readonly href: string; readonly label: string };
}

/** The page for every refusal that a person sees. */
export const ERROR_PAGE = definePage<ErrorPageData>()(new URL('./error.eta', import.meta.url), {
  en: { remedy: 'What you can do', request: 'Request' },
  es: { remedy: 'Qué puede hacer', request: 'Solicitud' },
});

type ErrorTexts = Pick<ErrorPageData, 'title' | 'happened' | 'remedy'>;

/** Texts for what went wrong without the page's own words for it. */
export const UNEXPECTED: Readonly<Record<Locale, ErrorTexts>> = {
  en: {
    title: 'Something went wrong',
    happened: 'The server could not finish what you asked for. Nothing was changed.',
    remedy: 'Go back and try again. If it happens again, tell your administrator the request number below.',
  },
  es: {
    title: 'Algo salió mal',
    happened: 'El servidor no pudo completar su solicitud. No se cambió nada.',
    remedy: 'Vuelva atrás e inténtelo de nuevo. Si se repite, indique a su administrador el número de solicitud.',
  },
};

/** Texts for a page that there is not. */
export const NO_PAGE: Readonly<Record<Locale, ErrorTexts>> = {
  en: {
    title: 'There is no such page',
    happened: 'The address leads nowhere: it may be misspelt, or the page is gone.',
    remedy: 'Check the address, or begin at the first page.',
  },
  es: {
    title: 'Esta página no existe',
    happened: 'La dirección no lleva a ninguna parte: puede estar mal escrita, o la página ya no existe.',
    remedy: 'Revise la dirección o empiece en la primera página.',
  },
};

/** Texts for a request that a page cannot read. */
export const NOT_UNDERSTOOD: Readonly<Record<Locale, ErrorTexts>> = {
  en: {
    title: 'This request cannot be read',
    happened: 'The page received something it does not understand.',
    remedy: 'Go back to where you came from and try again.',
  },
  es: {
    title: 'No se puede leer la solicitud',
    happened: 'La página recibió algo que no entiende.',
    remedy: 'Vuelva al lugar de donde vino e inténtelo de nuevo.',
  },
};
