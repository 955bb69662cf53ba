/** A link in the shell, and whether it leads to where one is. */
export interface ShellLink {
  readonly href: string;
  readonly label: string;
  readonly isCurrent?: boolean;
  /** How many things wait there. */
  readonly count?: number;
}

/** What stands around a page of somebody who is signed in; `@shell` in templates, which find it as `it.data.shell`. */
export interface Shell {
  readonly home: string;
  readonly person: { readonly name: string; readonly email: string };
  /** The company that the page is about; its other choices for the switcher. */
  readonly company: {
    readonly name: string;
    readonly badge: string | null;
    readonly others: readonly ShellLink[];
  } | null;
  readonly sections: readonly ShellLink[];
  readonly account: readonly ShellLink[];
  /** The token of the sign-out form. */
  readonly signOutToken: string;
  /** What was just done, in words. */
  readonly done: string | null;
  readonly texts: ShellTexts;
}

export interface ShellTexts {
  readonly skip: string;
  readonly sections: string;
  readonly switch: string;
  readonly account: string;
  readonly signOut: string;
  readonly security: string;
  readonly documentation: string;
}
