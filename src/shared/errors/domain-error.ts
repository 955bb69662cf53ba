import { boundedFields, type FieldErrors } from './field-errors.js';
import { ExpectedError } from './expected-error.js';

/** What went wrong, in the domain's words; the one place that knows statuses is {@link STATUS_OF_KIND}. */
export type ErrorKind =
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'precondition_failed'
  | 'too_large'
  | 'unsupported_media_type'
  | 'invalid'
  | 'too_many_requests';

export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  too_many_requests: 429,
};

export interface DomainErrorOptions {
  /** Every wrong field at once. */
  readonly fields?: FieldErrors;
  /** Extra members of the problem document (RFC 9457 §3.2), e.g. `required_level`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Response headers, e.g. the `WWW-Authenticate` challenge (RFC 6750 §3). */
  readonly headers?: Readonly<Record<string, string>>;
  /** Text of Procore's legacy `errors` list, where an existing client matches on it. */
  readonly legacyText?: string;
  /** For the operator's log only; never sent. */
  readonly detail?: string;
}

/**
 * An expected refusal of the REST surface, answered as a problem document (RFC 9457).
 * `code` is stable and listed in docs/errors.md; `message` is what the caller reads.
 */
export class DomainError extends ExpectedError {
  readonly options: DomainErrorOptions;

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    options: DomainErrorOptions = {},
  ) {
    super(message);
    this.name = 'DomainError';
    this.options = options.fields ? { ...options, fields: boundedFields(options.fields) } : options;
  }

  get status(): number {
    return STATUS_OF_KIND[this.kind];
  }
}

/** The one answer for what does not exist and for what the caller may not know of: byte for byte the same. */
export const notFound = (): DomainError => new DomainError('not_found', 'not_found', 'Not found.');

export const conflict = (code: string, message: string): DomainError => new DomainError('conflict', code, message);

/** Refuses a body or query whose fields are wrong, naming all of them. */
export const invalidFields = (fields: FieldErrors): DomainError =>
  new DomainError('invalid', 'invalid_fields', 'Some fields are not valid.', { fields });
