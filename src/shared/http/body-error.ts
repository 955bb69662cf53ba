/** A refusal before any handler runs; the error filter gives it the shape of its surface. */
export class BodyError extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
