/** How far an app reaches by itself, for people who decide nothing about it; spread into the words of a page. */
export const REACH_TEXTS = {
  en: {
    reach_people: 'It acts only for people who connect it, and never does more than they may do themselves.',
    reach_normal: 'It acts by itself, with permissions for everyday work.',
    reach_elevated: 'It acts by itself, and may change how a tool works.',
    reach_high: 'It acts by itself, and may decide about people, permissions or apps.',
  },
  es: {
    reach_people: 'Solo actúa en nombre de quienes la conectan, y nunca hace más de lo que ellos pueden.',
    reach_normal: 'Actúa por sí misma, con permisos para el trabajo diario.',
    reach_elevated: 'Actúa por sí misma y puede cambiar cómo funciona una herramienta.',
    reach_high: 'Actúa por sí misma y puede decidir sobre personas, permisos o aplicaciones.',
  },
} as const;
