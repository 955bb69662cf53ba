import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope, riskOf } from '../../access/index.js';
import {
  type InstallationTarget,
  InstallationRequests,
  Installing,
  managesApps,
  NewRequestBody,
} from '../../app-management/index.js';
import { permissionsOf } from '../../apps/index.js';
import { formField } from '../../identity/index.js';
import { invalidFields, parseOrRefuse, publicIdOf, seeOther } from '../../shared/index.js';
import { targetField, targetIn } from '../apps/install-target.js';
import { ProjectChoices } from '../apps/project-choices.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { formValues } from '../shell/form-values.js';
import { sectionPath } from '../shell/shells.js';
import { ASK_PAGE } from './ask.page.js';
import { memberPath } from './member-paths.js';
import { MemberShelf } from './member-shelf.js';

const NOWHERE = { mode: 'selected', projectIds: [], bindUsers: false } as const;

/** One app, looked at by a member: asked for, or installed for themselves where they may. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('member')
@Controller('account/companies/:companyId/apps')
export class AskController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly shelf: MemberShelf,
    private readonly installing: Installing,
    private readonly requests: InstallationRequests,
    private readonly choices: ProjectChoices,
  ) {}

  @Get('ask')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const target = targetIn(request.query);
    if (target) await this.look(visit, target);
    else seeOther(reply, memberPath(visit.access.companyId, 'apps'));
  }

  @Post('ask')
  async ask(
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { companyId, principalId: requesterId } = access;
    const { notes, project_ids: projectIds } = wishIn(request.body);
    const wish = { companyId, requesterId, notes, projectIds, implicit: false };
    await this.requests.raise(wish, namedIn(request.body));
    seeOther(reply, `${memberPath(companyId, 'requests')}?done=requested`);
  }

  /** For the member alone; where that changed meanwhile, the administrators are asked, as the API does it. */
  @Post('install')
  async install(
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const target = namedIn(request.body);
    // Whoever manages apps installs them for everybody, and looks at what that means first.
    if (managesApps(access)) return seeOther(reply, installPath(access, target));
    const outcome = await this.installing.install(access, { target, notes: '' });
    const { companyId } = access;
    const asked = `${memberPath(companyId, 'requests')}?done=asked`;
    seeOther(reply, 'request' in outcome ? asked : `${memberPath(companyId, 'apps')}?done=installed_for_you`);
  }

  private async look(visit: Visit, target: InstallationTarget): Promise<void> {
    const { access } = visit;
    const release = await this.installing.offer(access, target);
    const [offered] = await this.shelf.of(access, [release]);
    const { manifest, version } = release.version;
    const data = {
      app: offered,
      version,
      components: manifest.components,
      permissions: Object.entries(permissionsOf(manifest)).map(([tool, level]) => ({
        tool,
        level,
        risk: riskOf(tool, level),
      })),
      target: targetField(target, release.app.id),
      projects: (await this.choices.of(access, NOWHERE)).projects,
      list: memberPath(access.companyId, 'apps'),
      requests: memberPath(access.companyId, 'requests'),
      install: managesApps(access) ? installPath(access, target) : null,
    };
    await this.pages.show(visit, ASK_PAGE, data, { section: null });
  }
}

/** Throws 422 where a form names no app. */
function namedIn(body: unknown): InstallationTarget {
  const target = targetIn(body);
  if (!target) throw invalidFields({ app_id: ['is missing'] });
  return target;
}

/** The same rules as for a body of the API. Browsers send two characters for the end of a line. */
const wishIn = (body: unknown): NewRequestBody =>
  parseOrRefuse(NewRequestBody, {
    ...bodyOf(namedIn(body)),
    notes: (formField(body, 'notes') ?? '').replaceAll('\r\n', '\n'),
    project_ids: [...new Set(formValues(body, 'project_ids'))].map((text) => publicIdOf(text) ?? 0),
  });

const bodyOf = (target: InstallationTarget): object =>
  'versionKey' in target ? { version_key: target.versionKey } : { app_id: 'appId' in target ? target.appId : 0 };

function installPath({ companyId }: Access, target: InstallationTarget): string {
  const { name, value } = targetField(target, 'appId' in target ? target.appId : 0);
  return `${sectionPath(companyId, 'apps')}/install?${new URLSearchParams({ [name]: value }).toString()}`;
}
