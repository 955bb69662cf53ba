/** The words of the form of a webhook, to be spread into the pages that have it. */
export const WEBHOOK_FORM_TEXTS = {
  en: {
    url: 'Address',
    urlHint: 'Where to send to: https:// and into the public internet.',
    description: 'Description (optional)',
    descriptionWrong: 'At most 500 characters, on one line.',
    hears: 'What does it hear of?',
    hearsAll: 'Everything, also kinds of events that are yet to come',
    hearsSome: 'Only what is chosen below',
    hearsWrong: 'Choose at least one kind of event.',
    events: 'Kinds of events',
    problem: 'Please correct what is marked. Nothing was saved.',
    cancel: 'Cancel',
  },
  es: {
    url: 'Dirección',
    urlHint: 'Adónde enviar: https:// y a la internet pública.',
    description: 'Descripción (opcional)',
    descriptionWrong: 'Como máximo 500 caracteres, en una línea.',
    hears: '¿De qué se entera?',
    hearsAll: 'De todo, también de tipos de eventos futuros',
    hearsSome: 'Solo de lo elegido abajo',
    hearsWrong: 'Elija al menos un tipo de evento.',
    events: 'Tipos de eventos',
    problem: 'Corrija lo marcado. No se guardó nada.',
    cancel: 'Cancelar',
  },
} as const;
