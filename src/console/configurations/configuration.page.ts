import { definePage } from '../../shared/index.js';
import type { ProjectChoice } from '../apps/project-choices.js';
import type { Framed } from '../shell/exchange.js';
import type { FormField } from './configuration-fields.js';
import type { ConfiguredApp } from './configuration-forms.js';

export interface ConfigurationPageData extends Framed {
  readonly app: ConfiguredApp;
  /** Of the configuration that is changed; null for a new one. */
  readonly name: string | null;
  readonly title: string;
  readonly reach: string;
  readonly choice: ProjectChoice;
  readonly fields: readonly FormField[];
  /** Fields that the app does not have. */
  readonly unknown: readonly string[];
  readonly wrong: { readonly title: boolean; readonly place: boolean };
  readonly others: readonly string[];
  readonly refused: boolean;
  readonly needsAttention: boolean;
  readonly seen: string | null;
  readonly once: string | null;
  readonly base: string;
  readonly action: string;
}

export const CONFIGURATION_PAGE = definePage<ConfigurationPageData>()(new URL('./configuration.eta', import.meta.url), {
  en: {
    list: 'Configurations of {name}',
    newTitle: 'Configure {name}',
    problem: 'Please correct what is marked. Nothing was saved.',
    attention: 'The version that is installed now expects something else. Correct what is marked, and save.',
    unknown: 'Values that the app has no field for any more, and that saving leaves out: {names}',
    nothing: 'The version that is installed has nothing to configure. What was configured can only be deleted.',
    name: 'Name',
    nameHint: 'What people call this configuration, such as “North sites”.',
    nameWrong: 'Give it a name of up to 200 characters.',
    values: 'Values',
    valuesHint: 'Everybody who works with the app can read them: enter no passwords and no keys.',
    required: 'required',
    where: 'Where does it hold?',
    projects: 'In the projects chosen below',
    all_projects: 'In all projects, and in those to come',
    company: 'In the company as a whole',
    chosen: 'Projects',
    noProjects: 'There are no active projects to choose.',
    placeWrong: 'Choose at least one project of the company, or one of the wider choices.',
    save: 'Save',
    create: 'Create the configuration',
    cancel: 'Cancel',
    delete: 'Delete …',
    deleteText: 'It then holds nowhere any more. The audit trail keeps what it said.',
    deleteSubmit: 'Delete the configuration',
  },
  es: {
    list: 'Configuraciones de {name}',
    newTitle: 'Configurar {name}',
    problem: 'Corrija lo marcado. No se guardó nada.',
    attention: 'La versión instalada ahora espera otra cosa. Corrija lo marcado y guarde.',
    unknown: 'Valores para los que la aplicación ya no tiene campo, y que se omiten al guardar: {names}',
    nothing: 'La versión instalada no tiene nada que configurar. Lo que se configuró solo se puede eliminar.',
    name: 'Nombre',
    nameHint: 'Cómo se llama esta configuración, por ejemplo «Obras del norte».',
    nameWrong: 'Dele un nombre de hasta 200 caracteres.',
    values: 'Valores',
    valuesHint: 'Todos los que trabajan con la aplicación pueden leerlos: no escriba contraseñas ni claves.',
    required: 'obligatorio',
    where: '¿Dónde rige?',
    projects: 'En los proyectos elegidos abajo',
    all_projects: 'En todos los proyectos, también en los futuros',
    company: 'En la empresa en su conjunto',
    chosen: 'Proyectos',
    noProjects: 'No hay proyectos activos que elegir.',
    placeWrong: 'Elija al menos un proyecto de la empresa, o una de las opciones más amplias.',
    save: 'Guardar',
    create: 'Crear la configuración',
    cancel: 'Cancelar',
    delete: 'Eliminar …',
    deleteText: 'Entonces ya no rige en ningún sitio. La auditoría conserva lo que decía.',
    deleteSubmit: 'Eliminar la configuración',
  },
});
