/** Injects the one {@link Configuration} of the process. */
export const CONFIGURATION = Symbol('Configuration');
