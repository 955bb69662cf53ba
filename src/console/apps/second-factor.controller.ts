import { Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { ChangeCompany, Companies } from '../../directory/index.js';
import { formField } from '../../identity/index.js';
import { DomainError, invalidFields, parseOrRefuse, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { Locked } from '../shell/locked.js';
import { SettingsPages, settingsPath } from './settings-pages.js';

/** Whether a company demands a second factor: shown beside the settings of apps, set by its administrators alone. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('directory:manage')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/apps/settings/second-factor')
export class ConsoleSecondFactorController {
  constructor(
    private readonly companies: Companies,
    private readonly locked: Locked,
    private readonly pages: ConsolePages,
    private readonly settings: SettingsPages,
  ) {}

  /**
   * Without the demand, a password alone would do again: a browser that was left open must not take it back. Whoever did
   * not sign in with a second factor cannot make it: the next page would shut them out.
   */
  @Post()
  @NeedsFreshProof()
  async set(
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { companyId } = access;
    const wish = { second_factor: formField(request.body, 'second_factor') };
    const { second_factor: secondFactor } = parseOrRefuse(ChangeCompany, wish);
    if (!secondFactor) throw invalidFields({ second_factor: ['is required'] });
    const visit = await this.pages.visit({ request, reply });
    if (secondFactor === 'required' && !visit.session.amr.includes('mfa')) return this.settings.askForOwnFactor(visit);
    await this.locked.within(access, async () => {
      const { secondFactor: before } = await this.companies.get(companyId);
      if (formField(request.body, 'before') !== before) {
        throw new DomainError('precondition_failed', 'precondition_failed', 'Somebody else changed it meanwhile.');
      }
      await this.companies.update(companyId, { secondFactor });
    });
    seeOther(reply, `${settingsPath(companyId)}?done=settings`);
  }
}
