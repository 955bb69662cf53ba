/**
 * One row of the decision in plain words. By variant, such as `app` for an app by itself or the code of a refusal; `else`
 * stands for every other. `{who}`, `{app}`, `{project}`, `{tool}`, `{action}`, `{level}` and `{present}`, the
 * level that there is, are filled in.
 */
export interface CheckWords {
  readonly questions: Variants;
  /** Why not. */
  readonly reasons: Variants;
  /** What to do about it. */
  readonly remedies: Variants;
}

export type Variants = Readonly<Record<string, string>> & { readonly else: string };

export interface AnswerWords {
  readonly checks: Readonly<Record<string, CheckWords>>;
  /** Names of what a question did not concern, and why. */
  readonly idle: Readonly<Record<IdlePart, readonly [part: string, why: string]>>;
  readonly ways: Readonly<Record<WayName, string>>;
}

export type IdlePart = 'apps' | 'consent' | 'projects' | 'tools';

/** Pages on which something can be mended. */
export type WayName = 'account' | 'accountInProject' | 'accountPermissions' | 'app' | 'appProjects' | 'install';
