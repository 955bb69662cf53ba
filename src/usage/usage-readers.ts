import { Injectable } from '@nestjs/common';
import { type Access, AccessService } from '../access/index.js';
import { DomainError } from '../shared/index.js';

const NEEDED = { name: 'company.app_management', level: 'read_only' } as const;

/** Who may see the usage of apps (domain.md, Who may). */
@Injectable()
export class UsageReaders {
  constructor(private readonly decisions: AccessService) {}

  /**
   * Whoever sees the company's apps sees the usage of them; a project administrator that of their project, which the
   * request then has to name. Throws insufficient_level, not_approved, insufficient_scope, project_not_granted.
   */
  require(access: Access): void {
    if (access.input.namedProject === null) requireWhole(access);
    const isOfOneProject = access.input.namedProject !== null && access.isProjectAdmin;
    if (isOfOneProject && access.appReaches(NEEDED.name, NEEDED.level)) return;
    this.decisions.demand(access, NEEDED);
  }
}

/** A token that was narrowed to projects is told nothing of the company as a whole. Throws project_not_granted. */
export function requireWhole({ token }: Access): void {
  if (!token.narrowing?.projectIds) return;
  throw new DomainError('forbidden', 'project_not_granted', 'The token was narrowed to projects: name one of them.');
}
