/**
 * The client that a public generator makes of our OpenAPI document. Here it may be anything; the spec generates the
 * real one, puts it in the place of this file, and compiles the story against it.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Api<_Security> = any;
