import type { AccessExplanation } from '../../access/index.js';
import type { Locale } from '../../shared/index.js';

type Row = AccessExplanation['checks'][number];

/** A row of the decision as people read it. */
export interface ReadRow {
  readonly question: string;
  readonly outcome: 'pass' | 'fail';
  readonly reason: string | null;
  readonly remedy: string | null;
}

interface RowWords {
  readonly question: string;
  /** Why not, by the code of the refusal; `else` for any other. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly remedy: string;
}

type Words = Readonly<Record<string, RowWords>>;

const EN: Words = {
  token: {
    question: 'Can it get a token at all?',
    reasons: { else: 'It could not get a token, or what it has is not valid.' },
    remedy: 'Switch the account or the app on again, or choose an app that can act in this way.',
  },
  company_known: {
    question: 'Is it asked for in the right company?',
    reasons: { else: 'The project does not belong to this company, or there is none.' },
    remedy: 'Choose a project of this company.',
  },
  member: {
    question: 'Is it an active member of the company?',
    reasons: { else: 'It is not an active member of the company.' },
    remedy: 'Add it to the directory, or activate it there.',
  },
  environment: {
    question: 'Are the credentials for this kind of company?',
    reasons: { else: 'The credentials are for the other kind of company: sandbox or production.' },
    remedy: 'The integration uses the credentials of the other kind.',
  },
  installation: {
    question: 'Is the app installed here?',
    reasons: {
      app_not_connected: 'The app is not installed in this company, or it was installed for somebody else alone.',
      app_suspended: 'The app is suspended in this company.',
      else: 'The app does not run in this company.',
    },
    remedy: 'Install the app, or resume it, on its page.',
  },
  grant: {
    question: 'Did the person let the app act for them here?',
    reasons: {
      company_not_granted: 'The person has not connected this company to the app.',
      else: 'The person let the app act for them elsewhere only.',
    },
    remedy: 'The person signs in to the app, and chooses this company.',
  },
  scope: {
    question: 'Does the token reach so far?',
    reasons: { else: 'The token lacks the scope that is needed.' },
    remedy: 'The integration asks for a token with that scope.',
  },
  approval: {
    question: 'Did the company approve so much for the app?',
    reasons: { else: 'The company approved less for the app than this needs.' },
    remedy: 'The app asks for more in a new version, and you approve that upgrade.',
  },
  permitted_project: {
    question: 'Is the project active, and may the app run there?',
    reasons: { else: 'The app is not permitted in the project, or the project is not active.' },
    remedy: 'Add the project to those of the app, or activate the project.',
  },
  project_member: {
    question: 'Is it in the project?',
    reasons: { else: 'It is not in the project.' },
    remedy: 'Add it to the project.',
  },
  tool_enabled: {
    question: 'Is the tool switched on in the project?',
    reasons: { else: 'The tool is switched off in the project.' },
    remedy: 'An administrator of the project switches the tool on.',
  },
  level: {
    question: 'Is its level on the tool high enough?',
    reasons: { else: 'Its level on the tool is too low.' },
    remedy: 'Raise the level, or give it the single action or the role.',
  },
};

const ES: Words = {
  token: {
    question: '¿Puede obtener un token?',
    reasons: { else: 'No podría obtener un token, o el que tiene no es válido.' },
    remedy: 'Active de nuevo la cuenta o la aplicación, o elija una aplicación que pueda actuar así.',
  },
  company_known: {
    question: '¿Se pregunta en la empresa correcta?',
    reasons: { else: 'El proyecto no es de esta empresa, o no existe.' },
    remedy: 'Elija un proyecto de esta empresa.',
  },
  member: {
    question: '¿Es miembro activo de la empresa?',
    reasons: { else: 'No es miembro activo de la empresa.' },
    remedy: 'Añádalo al directorio, o actívelo allí.',
  },
  environment: {
    question: '¿Son las credenciales para este tipo de empresa?',
    reasons: { else: 'Las credenciales son para el otro tipo de empresa: de pruebas o de producción.' },
    remedy: 'La integración usa las credenciales del otro tipo.',
  },
  installation: {
    question: '¿Está instalada aquí la aplicación?',
    reasons: {
      app_not_connected: 'La aplicación no está instalada en esta empresa, o se instaló solo para otra persona.',
      app_suspended: 'La aplicación está suspendida en esta empresa.',
      else: 'La aplicación no funciona en esta empresa.',
    },
    remedy: 'Instale la aplicación, o reanúdela, en su página.',
  },
  grant: {
    question: '¿Permitió la persona que la aplicación actúe por ella aquí?',
    reasons: {
      company_not_granted: 'La persona no ha conectado esta empresa a la aplicación.',
      else: 'La persona permitió que la aplicación actúe por ella solo en otro lugar.',
    },
    remedy: 'La persona inicia sesión en la aplicación y elige esta empresa.',
  },
  scope: {
    question: '¿Alcanza el token?',
    reasons: { else: 'Al token le falta el alcance necesario.' },
    remedy: 'La integración pide un token con ese alcance.',
  },
  approval: {
    question: '¿Aprobó la empresa tanto para la aplicación?',
    reasons: { else: 'La empresa aprobó para la aplicación menos de lo que esto necesita.' },
    remedy: 'La aplicación pide más en una versión nueva, y usted aprueba esa actualización.',
  },
  permitted_project: {
    question: '¿Está activo el proyecto, y puede funcionar allí la aplicación?',
    reasons: { else: 'La aplicación no está permitida en el proyecto, o el proyecto no está activo.' },
    remedy: 'Añada el proyecto a los de la aplicación, o active el proyecto.',
  },
  project_member: {
    question: '¿Está en el proyecto?',
    reasons: { else: 'No está en el proyecto.' },
    remedy: 'Añádalo al proyecto.',
  },
  tool_enabled: {
    question: '¿Está activada la herramienta en el proyecto?',
    reasons: { else: 'La herramienta está desactivada en el proyecto.' },
    remedy: 'Un administrador del proyecto activa la herramienta.',
  },
  level: {
    question: '¿Es suficiente su nivel en la herramienta?',
    reasons: { else: 'Su nivel en la herramienta es demasiado bajo.' },
    remedy: 'Suba el nivel, o dele la acción concreta o el papel.',
  },
};

const WORDS: Readonly<Record<Locale, Words>> = { en: EN, es: ES };

/** What is always in order where no app is in between. */
const OF_APPS: ReadonlySet<string> = new Set(['environment', 'installation', 'grant', 'approval']);

/** The rows that were looked at, in plain words; a row that is new to these pages, as the API says it. */
export function readRows({ checks }: AccessExplanation, isThroughApp: boolean, locale: Locale): ReadRow[] {
  return checks.flatMap((row) => {
    const isIdle = row.outcome === 'pass' && !isThroughApp && OF_APPS.has(row.check);
    return row.outcome === 'skipped' || isIdle ? [] : [readRow(row, row.outcome, locale)];
  });
}

function readRow({ check, code, detail, remedy }: Row, outcome: ReadRow['outcome'], locale: Locale): ReadRow {
  const words = Object.hasOwn(WORDS[locale], check) ? WORDS[locale][check] : undefined;
  if (!words) return { question: check, outcome, reason: detail, remedy };
  if (outcome === 'pass') return { question: words.question, outcome, reason: null, remedy: null };
  const reason = code !== null && Object.hasOwn(words.reasons, code) ? words.reasons[code] : words.reasons.else;
  return { question: words.question, outcome, reason, remedy: words.remedy };
}
