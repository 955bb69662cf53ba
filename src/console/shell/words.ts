import type { Level, Risk, ToolCatalogue } from '../../access/index.js';
import { scopeWords } from '../../oauth/index.js';
import type { Locale } from '../../shared/index.js';
import { SPANISH_ACTIONS, SPANISH_TOOLS } from './tool-words.js';

const LEVEL: Readonly<Record<Locale, Readonly<Record<Level, string>>>> = {
  en: { none: 'None', read_only: 'Read only', standard: 'Standard', admin: 'Admin' },
  es: { none: 'Ninguno', read_only: 'Solo lectura', standard: 'Estándar', admin: 'Administrador' },
};

const RISK: Readonly<Record<Locale, Readonly<Record<Risk, string>>>> = {
  en: { normal: 'Normal reach', elevated: 'Elevated risk', high: 'High risk' },
  es: { normal: 'Alcance normal', elevated: 'Riesgo elevado', high: 'Riesgo alto' },
};

/** The time of day stays in one line. */
const wholeTime = (text: string): string => text.replace(/ (?=[AP]M$)/i, '\u00a0');

const NEVER: Readonly<Record<Locale, string>> = { en: 'Never', es: 'Nunca' };
const YES: Readonly<Record<Locale, readonly [yes: string, no: string]>> = { en: ['Yes', 'No'], es: ['Sí', 'No'] };
const KIND: Readonly<Record<Locale, Readonly<Record<'company' | 'project', string>>>> = {
  en: { company: 'company', project: 'projects' },
  es: { company: 'empresa', project: 'proyectos' },
};

/** What pages call the things of the domain, in the language of who reads them. */
export class Words {
  private readonly minutes: Intl.DateTimeFormat;
  private readonly days: Intl.DateTimeFormat;
  private readonly numbers: Intl.NumberFormat;
  private readonly shortNumbers: Intl.NumberFormat;

  constructor(
    readonly locale: Locale,
    private readonly tools: ToolCatalogue,
  ) {
    this.minutes = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
    this.days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
    this.numbers = new Intl.NumberFormat(locale);
    this.shortNumbers = new Intl.NumberFormat(locale, { notation: 'compact' });
  }

  readonly level = (level: string): string => LEVEL[this.locale][level as Level] ?? level;

  readonly risk = (risk: string): string => RISK[this.locale][risk as Risk] ?? risk;

  /** The title of a tool, without where it belongs. */
  readonly title = (name: string): string => {
    const title = this.tools.find(name)?.title ?? name;
    return this.locale === 'es' ? (SPANISH_TOOLS[title] ?? title) : title;
  };

  /** What a granular action is called, by its English label. */
  readonly action = (label: string): string => (this.locale === 'es' ? (SPANISH_ACTIONS[label] ?? label) : label);

  /** The same, by the tool and the name of the action. */
  readonly actionOf = (tool: string, name: string): string => {
    const known = this.tools.find(tool)?.actions?.find((action) => action.name === name);
    return known ? this.action(known.label) : name;
  };

  /** What scopes, apart by spaces, let a client do. */
  readonly scopes = (scopes: string): string[] => scopeWords(scopes, this.locale, this.tools).map(({ text }) => text);

  readonly yes = (value: boolean): string => YES[this.locale][value ? 0 : 1];

  /** The title of a tool with where it belongs: there is a directory of the company, and one of each project. */
  readonly tool = (name: string): string => {
    const kind = name.startsWith('project.') ? 'project' : 'company';
    return `${this.title(name)} (${KIND[this.locale][kind]})`;
  };

  /** A time, ISO 8601 or epoch milliseconds, to the minute; the zone is told, because people sit in several. */
  readonly when = (time: string | number | null): string =>
    time === null ? NEVER[this.locale] : `${wholeTime(this.minutes.format(new Date(time)))}\u00a0UTC`;

  readonly day = (time: string | number | null): string =>
    time === null ? NEVER[this.locale] : this.days.format(new Date(time));

  readonly number = (value: number): string => this.numbers.format(value);

  /** For labels with little room: 12K. */
  readonly short = (value: number): string => this.shortNumbers.format(value);
}
