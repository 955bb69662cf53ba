import { Inject, Injectable } from '@nestjs/common';
import { DomainError, ISSUER, type Issuer } from '../shared/index.js';
import type { Denial } from './decision-input.js';

const KINDS = { 400: 'bad_request', 401: 'unauthorized', 403: 'forbidden', 404: 'not_found' } as const;

/** How a denial is told: problem document and `WWW-Authenticate` challenge (RFC 6750 §3, RFC 9728 §5.1). */
@Injectable()
export class Challenges {
  constructor(@Inject(ISSUER) private readonly issuer: Issuer) {}

  plain(): string {
    return `Bearer realm="gatehouse", ${this.metadata()}`;
  }

  /** For clients that failed to authenticate (RFC 6749 §5.2, RFC 7617). */
  basic(): string {
    return `Basic realm="gatehouse", charset="UTF-8", ${this.metadata()}`;
  }

  /** `error` and, where a scope is missing, the scope that would do. */
  of(error: string, description: string, scope?: string): string {
    const missing = scope ? `, scope="${scope}"` : '';
    return `${this.plain()}, error="${error}", error_description="${description}"${missing}`;
  }

  refusal({ status, code, detail, legacyText, extensions, scope }: Denial): DomainError {
    const needsChallenge = status === 401 || scope !== undefined;
    const headers = needsChallenge ? { 'WWW-Authenticate': this.of(code, detail, scope) } : undefined;
    return new DomainError(KINDS[status], code, detail, { legacyText, extensions, headers });
  }

  /** RFC 9728 §5.1: of any scheme. */
  private metadata(): string {
    return `resource_metadata="${this.issuer.url}/.well-known/oauth-protected-resource"`;
  }
}
