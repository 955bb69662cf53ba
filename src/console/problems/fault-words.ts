import type { Locale } from '../../shared/index.js';

/** A fault as a service says it, and in words of a page; `$1` stands for a part of it. */
type Fault = readonly [pattern: RegExp, words: Readonly<Record<Locale, string>>];

const said = (pattern: string, es: string, en: string): Fault => [new RegExp(`^${pattern}$`), { en, es }];

/** What the checks of a field's shape say (zod). */
const SHAPES: readonly Fault[] = [
  said(
    'Invalid input: expected (?:number, received NaN|int, .*)',
    'debe ser un número entero',
    'must be a whole number',
  ),
  said('Invalid input: expected .*, received (?:undefined|null)', 'falta', 'is missing'),
  said('Invalid input: .*', 'no tiene la forma esperada', 'is not of the expected kind'),
  said('Invalid option: expected one of (.*)', 'debe ser uno de $1', 'must be one of $1'),
  said('Too small: expected string to have >=1 characters', 'no puede quedar vacío', 'must not be empty'),
  said('Too small: expected string to have >=(\\d+) characters', 'necesita $1 caracteres', 'needs $1 characters'),
  said('Too big: expected string to have <=(\\d+) characters', 'admite $1 caracteres', 'may have $1 characters'),
  said('Too small: expected array to have >=(\\d+) items', 'necesita al menos $1', 'needs at least $1'),
  said('Too big: expected array to have <=(\\d+) items', 'admite $1 como máximo', 'may have $1 at most'),
  said('Too small: expected (?:number|int) to be >=(-?\\d+)', 'debe ser $1 o más', 'must be $1 or more'),
  said('Too big: expected (?:number|int) to be <=(-?\\d+)', 'debe ser $1 o menos', 'must be $1 or less'),
  said('Invalid ISO (?:datetime|date)', 'no es una fecha', 'is not a date'),
  said('Invalid URL', 'no es una dirección web', 'is not a web address'),
  said('Invalid string: .*', 'tiene caracteres que no se admiten', 'has characters that are not allowed'),
  said('Unrecognized key: .*', 'no es un campo conocido', 'is not a known field'),
];

const told = (en: string, es: string): Fault => {
  const pattern = en.replaceAll(/[.*+?()[\]{}|\\]/g, String.raw`\$&`).replaceAll(/\$\d/g, '(.+)');
  return said(pattern, es, en);
};

/** What the rules of the domain say. */
const RULES: readonly Fault[] = [
  told('a service account is never an administrator', 'una cuenta de servicio nunca es administradora'),
  told('can be given only on top of read_only or standard', 'solo se da además de solo lectura o estándar'),
  told('cannot be together with applies_to_all_projects', 'no puede ir junto con «todos los proyectos»'),
  told('give either version_key or app_id', 'indique la clave de una versión o una aplicación, no ambas'),
  told('gives more than $1 lines: narrow it', 'da más de $1 líneas: acote la consulta'),
  told('has no action $1', 'no tiene la acción $1'),
  told(
    'is an action such as installation.created, or its beginning up to the dot',
    'es una acción como installation.created, o su comienzo hasta el punto',
  ),
  told('is missing', 'falta'),
  told('is more than is approved: $1', 'es más de lo aprobado: $1'),
  told('is no $1', 'no es de este tipo: $1'),
  told('is not a $1 tool', 'no es una herramienta de este lugar'),
  told('is not a known field', 'no es un campo conocido'),
  told(
    'is not a listed app with a promoted version: install others with a version key',
    'no es una aplicación de la lista: las demás necesitan la clave de una versión',
  ),
  told('is not the key of a version', 'no es la clave de una versión'),
  told('is too long', 'es demasiado largo'),
  told(
    'is required with another token endpoint: it is not sent there unasked',
    'hace falta con otro extremo de token: no se envía allí sin que se pida',
  ),
  told('is required', 'es obligatorio'),
  told('lies before from', 'es anterior al comienzo'),
  told('lies too far back', 'queda demasiado atrás'),
  told('must be a project of this company', 'debe ser un proyecto de esta empresa'),
  told('must be at most 16 KiB of JSON', 'admite 16 KiB de JSON como máximo'),
  told('must be blank where it applies to more', 'debe quedar vacío si vale para más'),
  told('must be an absolute address without a fragment', 'debe ser una dirección completa, sin fragmento'),
  told('must be printable ASCII', 'admite solo caracteres ASCII imprimibles'),
  told('must be scopes with one blank between', 'deben ser ámbitos con un espacio entre ellos'),
  told('must be visible ASCII', 'admite solo caracteres ASCII visibles'),
  told('must begin with https://', 'debe empezar por https://'),
  told(
    'must have port 443 or one from 1024 on that is not known for another protocol',
    'debe tener el puerto 443 o uno desde 1024 que no sea conocido por otro protocolo',
  ),
  told('must have a visible character', 'necesita un carácter visible'),
  told('must lead into the public internet', 'debe llevar a la internet pública'),
  told('must not have a user name or a password in it', 'no debe contener usuario ni contraseña'),
  told('must not have control or direction characters', 'no admite caracteres de control ni de dirección'),
  told('must not make administrators', 'no debe hacer administradores'),
  told('must be one of $1', 'debe ser uno de $1'),
  told(
    "must be within $1 days, as the company's credential policy says",
    'debe quedar dentro de $1 días, como dice la política de credenciales de la empresa',
  ),
  told('must lie in the future', 'debe quedar en el futuro'),
  told('must name a project', 'debe indicar un proyecto'),
  told('must name at least one field', 'debe indicar al menos un campo'),
  told('must not repeat a project', 'no puede repetir un proyecto'),
  told('must repeat the permissions that the version asks for', 'debe repetir los permisos que pide la versión'),
  told('names no version of this app that can be installed here', 'no es una versión que se pueda instalar aquí'),
  told('names one twice', 'nombra uno dos veces'),
  told('only a company administrator can free users again', 'solo un administrador de la empresa puede liberarlos'),
  told('only a company administrator can permit all projects', 'solo un administrador puede permitir todos'),
  told('the app is configured for projects only', 'la aplicación solo se configura por proyecto'),
  told('you are no member', 'usted no es miembro'),
  told('you do not have $1', 'usted no tiene $1'),
  told('you have $1', 'usted tiene $1'),
  told('was typed, but does not count with what is chosen above', 'está escrito, pero no cuenta con lo elegido arriba'),
];

const FAULTS: readonly Fault[] = [...SHAPES, ...RULES];

/** A fault of a field in words of a page; one that is not known stays as it was said. */
export function faultWords(fault: string, locale: Locale): string {
  for (const [pattern, words] of FAULTS) {
    if (pattern.test(fault)) return fault.replace(pattern, words[locale]);
  }
  return fault;
}
