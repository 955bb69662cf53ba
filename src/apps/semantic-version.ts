/** Three whole numbers, compared from left to right (semver.org, §2 and §11; no pre-release parts). */
export interface SemanticVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

const VERSION = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/;

/** The version written as `x.y.z`, or undefined where the text is none. */
export function parseVersion(text: string): SemanticVersion | undefined {
  const match = VERSION.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) } : undefined;
}

/** Negative, zero or positive as `a` is older than, the same as, or newer than `b`. */
export const compareVersions = (a: SemanticVersion, b: SemanticVersion): number =>
  a.major - b.major || a.minor - b.minor || a.patch - b.patch;
