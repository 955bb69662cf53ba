import type { DomainError } from './domain-error.js';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** One error body for everything under `/rest`: RFC 9457 members and Procore's legacy `errors`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly request_id: string;
  readonly errors: readonly string[] | Readonly<Record<string, readonly string[]>>;
  readonly [extension: string]: unknown;
}

export const titleOf = (status: number): string => TITLES[status] ?? 'Error';

/** A problem that is no {@link DomainError}: the framework's own refusals and the unexpected. */
export function plainProblem(status: number, code: string, detail: string, requestId: string): Problem {
  return {
    type: `urn:gatehouse:error:${code}`,
    title: titleOf(status),
    status,
    detail,
    code,
    request_id: requestId,
    errors: [detail],
  };
}

export function problemOf(error: DomainError, requestId: string): Problem {
  const { fields, extensions, legacyText } = error.options;
  return {
    ...plainProblem(error.status, error.code, error.message, requestId),
    ...extensions,
    errors: fields ?? [legacyText ?? error.message],
  };
}
