import { Injectable } from '@nestjs/common';
import type { App } from './app.entity.js';
import { SandboxCompanies } from './sandbox/sandbox-companies.js';
import { AppInvitations } from './team/app-invitations.js';

/** What ends with an app beside its credentials: who was asked to work on it, and the company it was tried out in. */
@Injectable()
export class AppClosing {
  constructor(
    private readonly sandboxes: SandboxCompanies,
    private readonly invitations: AppInvitations,
  ) {}

  /** In the transaction that deletes the app. */
  async close({ id, sandboxCompanyId }: App): Promise<void> {
    await this.invitations.withdrawAll(id);
    if (sandboxCompanyId !== null) await this.sandboxes.close(sandboxCompanyId);
  }
}
