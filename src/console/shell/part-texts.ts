/** The words of the parts that several pages have, to be spread into theirs. */
export const PERMISSIONS_TEXTS = {
  en: {
    permissions: 'Permissions',
    tool: 'Tool',
    level: 'Level',
    reach: 'Reach',
    noPermissions: 'It asks for no permissions of its own.',
  },
  es: {
    permissions: 'Permisos',
    tool: 'Herramienta',
    level: 'Nivel',
    reach: 'Alcance',
    noPermissions: 'No pide permisos propios.',
  },
} as const;

export const PROJECTS_TEXTS = {
  en: {
    where: 'Where may it run?',
    selected: 'Only in the projects chosen below',
    all_and_future: 'In all projects, and in those to come',
    allHint: 'What is chosen below then does not matter.',
    chosen: 'Projects',
    notYet: 'Nothing was installed yet.',
    chooseOne: 'Choose at least one project, or all.',
    noProjects: 'There are no active projects to choose.',
    bindUsers: 'Bind people who use the app to these projects, too',
  },
  es: {
    where: '¿Dónde puede funcionar?',
    selected: 'Solo en los proyectos elegidos abajo',
    all_and_future: 'En todos los proyectos, también en los futuros',
    allHint: 'Entonces no importa lo elegido abajo.',
    chosen: 'Proyectos',
    notYet: 'Aún no se instaló nada.',
    chooseOne: 'Elija al menos un proyecto, o todos.',
    noProjects: 'No hay proyectos activos que elegir.',
    bindUsers: 'Limitar también a quienes usan la aplicación a estos proyectos',
  },
} as const;

/** What became of single permissions of an app. */
export const LACK_TEXTS = {
  en: {
    lack_taken: '{tool} was taken away',
    lack_reduced: '{tool} was reduced to: {level}',
    lack_never_asked: '{tool}: it had {level}, and did not ask for more',
  },
  es: {
    lack_taken: '{tool}: se le quitó',
    lack_reduced: '{tool}: se le redujo a {level}',
    lack_never_asked: '{tool}: tenía {level} y no pedía más',
  },
} as const;

export const FORMER_TEXTS = {
  en: {
    ...LACK_TEXTS.en,
    hadLess: 'When it was last installed here it had less:',
    hasLess: 'It has less here at present:',
    getsAll:
      'Approved here, it gets everything that is listed below. “Install again” on its page brings it back with less, as it was.',
    getsMore: 'Approved here, it gets everything that is listed below.',
    formerPage: 'Open its page',
    formerSomewhere: 'When it was last installed here it could work in: {names}. The choice below begins with that.',
    formerEverywhere: 'When it was last installed here it could work in all projects.',
    formerNowhere: 'When it was last installed here no project was chosen for it.',
  },
  es: {
    ...LACK_TEXTS.es,
    hadLess: 'Cuando estuvo instalada aquí por última vez tenía menos:',
    hasLess: 'Ahora tiene aquí menos:',
    getsAll:
      'Si la aprueba aquí, recibe todo lo indicado abajo. «Instalar de nuevo», en su página, la devuelve con menos, como estaba.',
    getsMore: 'Si la aprueba aquí, recibe todo lo indicado abajo.',
    formerPage: 'Abrir su página',
    formerSomewhere:
      'Cuando estuvo instalada aquí por última vez podía trabajar en: {names}. La elección de abajo parte de eso.',
    formerEverywhere: 'Cuando estuvo instalada aquí por última vez podía trabajar en todos los proyectos.',
    formerNowhere: 'Cuando estuvo instalada aquí por última vez no tenía ningún proyecto elegido.',
  },
} as const;

export const MATRIX_TEXTS = {
  en: {
    matrix: 'Levels by tool',
    tool: 'Tool',
    actions: 'Single actions',
    template: 'Permission template',
    noTemplate: 'None',
    templateHint: 'A template adds its levels to those above.',
  },
  es: {
    matrix: 'Niveles por herramienta',
    tool: 'Herramienta',
    actions: 'Acciones concretas',
    template: 'Plantilla de permisos',
    noTemplate: 'Ninguna',
    templateHint: 'Una plantilla añade sus niveles a los de arriba.',
  },
} as const;
