/** A refusal that the program means: it is told to the caller as it is, and is no news for the operator. */
export abstract class ExpectedError extends Error {
  /** The HTTP status, where the surface has no reason to choose another. */
  abstract readonly status: number;
  /** Stable, for programs. */
  abstract readonly code: string;
}
