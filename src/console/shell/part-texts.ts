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
    noProjects: 'There are no active projects to choose.',
    bindUsers: 'Bind people who use the app to these projects, too',
  },
  es: {
    where: '¿Dónde puede funcionar?',
    selected: 'Solo en los proyectos elegidos abajo',
    all_and_future: 'En todos los proyectos, también en los futuros',
    allHint: 'Entonces no importa lo elegido abajo.',
    chosen: 'Proyectos',
    noProjects: 'No hay proyectos activos que elegir.',
    bindUsers: 'Limitar también a quienes usan la aplicación a estos proyectos',
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
