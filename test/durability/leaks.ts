const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SHORTEST = 12;
/** How often something may have been encoded one over the other. */
const DEPTH = 2;

const runsOf = (text: string, characters: string): string[] =>
  text.match(new RegExp(`[${characters}]{${SHORTEST},}`, 'g')) ?? [];

/** An encoding does not tell where in a longer text its first group begins. */
const shifted = (runs: readonly string[], group: number): string[] =>
  runs.flatMap((run) => Array.from({ length: group }, (_, offset) => run.slice(offset)));

const decoded = (runs: readonly string[], encoding: 'base64' | 'hex'): string =>
  runs.map((run) => Buffer.from(run, encoding).toString('latin1')).join('\n');

function unescaped(text: string): string {
  return text
    .replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
    .replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}

/** What a text says to somebody who tries the usual decodings: as it is, base64, base64url, hex, percent. */
export function readingsOf(text: string, depth = DEPTH): string[] {
  const direct = [text, unescaped(text)];
  const readings = [
    ...new Set([
      ...direct,
      decoded(shifted(runsOf(text, 'A-Za-z0-9+/_-'), 4), 'base64'),
      decoded(shifted(runsOf(text, '0-9a-fA-F'), 2), 'hex'),
    ]),
  ];
  return depth === 1 ? readings : readings.flatMap((reading) => readingsOf(reading, depth - 1));
}

/** The inner half of a secret: found also where prefix, check digits or a kind of beginning were cut off. */
export const coreOf = (secret: string): string =>
  secret.slice(Math.floor(secret.length / 4), Math.ceil((secret.length * 3) / 4));

/** The names of the secrets of which anything of use can be read in `text`. */
export function leaksIn(text: string, secrets: ReadonlyMap<string, string>): string[] {
  const readings = readingsOf(text);
  return [...secrets]
    .filter(([, secret]) => readings.some((one) => one.includes(coreOf(secret))))
    .map(([name]) => name);
}

/** The bytes that a Base62 number stands for. */
export function fromBase62(digits: string): string {
  let value = 0n;
  for (const digit of digits) value = value * 62n + BigInt(ALPHABET.indexOf(digit));
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('latin1');
}
