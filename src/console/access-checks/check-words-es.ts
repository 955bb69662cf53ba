import type { AnswerWords } from './answer-words.js';

export const CHECKS_IN_SPANISH: AnswerWords = {
  checks: {
    token: {
      questions: {
        app: '¿Puede {app} trabajar por sí misma?',
        account: '¿Está activada {who}?',
        through: '¿Están activadas la cuenta de {who} y {app}?',
        else: '¿Está activada la cuenta de {who}?',
      },
      reasons: {
        client_off: '{off} está desactivada.',
        principal_off: 'La cuenta de {who} está desactivada.',
        not_by_itself: '{app} no puede trabajar por sí misma: siempre trabaja para una persona.',
        else: '{who} no puede conectarse.',
      },
      remedies: {
        account: 'Actívela de nuevo.',
        not_by_itself: 'Elija la persona para la que trabaja.',
        client_off: 'Su desarrollador la activa de nuevo.',
        else: 'Quien opera Gatehouse la activa de nuevo.',
      },
    },
    company_known: {
      questions: { else: '¿Es {project} de esta empresa?' },
      reasons: { else: 'Esta empresa no tiene tal proyecto.' },
      remedies: { else: 'Elija un proyecto de la lista.' },
    },
    member: {
      questions: { else: '¿Es {who} miembro activo de la empresa?' },
      reasons: { account: '{who} no está activa.', else: '{who} no es miembro activo de la empresa.' },
      remedies: {
        account: 'Actívela de nuevo.',
        else: 'Añada a la persona al directorio de la empresa, o active allí su entrada.',
      },
    },
    environment: {
      questions: { else: '¿Se preparó {app} para este tipo de empresa, de producción o de pruebas?' },
      reasons: { else: '{app} se preparó para el otro tipo de empresa: de pruebas o de producción.' },
      remedies: { else: 'Pida a su desarrollador lo que corresponde a este tipo de empresa.' },
    },
    installation: {
      questions: { else: '¿Está {app} instalada en la empresa, y en marcha?' },
      reasons: {
        app_suspended: '{app} está suspendida en la empresa.',
        else: '{app} no está instalada en la empresa, o se instaló solo para otra persona.',
      },
      remedies: { app_suspended: 'Reanude la aplicación en su página.', else: 'Instale la aplicación.' },
    },
    grant: {
      questions: { else: '¿Permitió {who} que {app} trabaje en su nombre en esta empresa?' },
      reasons: { else: '{who} no ha permitido que {app} trabaje en su nombre en esta empresa.' },
      remedies: { else: '{who} inicia sesión en la aplicación con Gatehouse y elige esta empresa.' },
    },
    scope: {
      questions: { else: '¿Pide la integración lo suficiente?' },
      reasons: { else: 'La integración pide menos de lo que esto necesita.' },
      remedies: { else: 'Quien opera la integración hace que pida más.' },
    },
    approval: {
      questions: { else: '¿Aprobó la empresa tanto para {app}?' },
      reasons: { else: 'La empresa aprobó para {app} menos que «{level}» en {tool}.' },
      remedies: { else: 'Su desarrollador pide más en una versión nueva, y usted aprueba esa versión.' },
    },
    permitted_project: {
      questions: {
        through: '¿Está activo {project}, y puede {app} trabajar allí?',
        else: '¿Está activo {project}?',
      },
      reasons: { inactive: '{project} no está activo.', else: '{app} no puede trabajar en {project}.' },
      remedies: {
        inactive: 'Active de nuevo el proyecto.',
        else: 'Añada el proyecto a los de la aplicación.',
      },
    },
    project_member: {
      questions: { else: '¿Está {who} en {project}?' },
      reasons: { else: '{who} no está en {project}.' },
      remedies: {
        app: 'Añada el proyecto a los de la aplicación.',
        account: 'Añádala al proyecto.',
        else: 'Un administrador del proyecto añade a la persona.',
      },
    },
    tool_enabled: {
      questions: { else: '¿Está activada {tool} en {project}?' },
      reasons: { else: '{tool} está desactivada en {project}.' },
      remedies: { else: 'Un administrador del proyecto activa la herramienta.' },
    },
    level: {
      questions: {
        action: '¿Puede {who} «{action}» en {tool}?',
        else: '¿Es el nivel de {who} en {tool} al menos «{level}»?',
      },
      reasons: {
        action: '{who} no recibió «{action}» en {tool}.',
        else: 'El nivel de {who} en {tool} es «{present}»: menor que «{level}».',
      },
      remedies: {
        app: 'Su desarrollador pide más en una versión nueva, y usted aprueba esa versión.',
        account: 'Dele más en su página.',
        action: 'Un administrador da a la persona esta acción concreta, o el nivel «Administrador».',
        else: 'Un administrador sube el nivel de la persona.',
      },
    },
  },
  idle: {
    apps: ['Instalación y aprobación de una aplicación', 'No se eligió ninguna aplicación.'],
    consent: ['Permiso de una persona', 'La aplicación trabaja por sí misma.'],
    projects: ['Pertenencia a un proyecto', 'Esto no trata de un proyecto.'],
    tools: ['Niveles en herramientas', 'No se eligió ninguna herramienta.'],
  },
  ways: {
    account: 'Abrir la cuenta de servicio',
    accountInProject: 'Abrir lo que puede en el proyecto',
    accountPermissions: 'Abrir sus permisos',
    app: 'Abrir la aplicación',
    appProjects: 'Elegir los proyectos de la aplicación',
    install: 'Ir a su instalación',
  },
};
