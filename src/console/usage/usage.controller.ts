import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, InBrowser, RequireTool } from '../../access/index.js';
import { parseOrRefuse, seeOther } from '../../shared/index.js';
import {
  type CompanyReport,
  CompanyUsage,
  CSV_TYPE,
  dateOf,
  DAY_MS,
  periodOf,
  type UsageBody,
  UsageFileQuery,
} from '../../usage/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { sectionPath } from '../shell/shells.js';
import { type Thing, ThingNames } from '../shell/thing-names.js';
import { chartOf } from './chart.js';
import { USAGE_PAGE } from './usage.page.js';
import { NO_DAYS, wantedDays } from './wanted-days.js';

/** How a report may be broken down, beside its days. */
const BREAKDOWNS = ['app', 'principal', 'project', 'route', 'status'] as const;
type Breakdown = (typeof BREAKDOWNS)[number];

/** More days than a chart can show. */
const MOST_DAYS = 92;
const MOST_LINES = 100;

/** How the apps and service accounts of a company use its data. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireTool('company.app_management', 'read_only', { projectMayBeInactive: true })
@Controller('console/companies/:companyId/usage')
export class ConsoleUsageController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly usage: CompanyUsage,
    private readonly things: ThingNames,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { days: entered, fault } = wantedDays(request.query, visit.locale);
    const { by, ...query } = queryIn({ ...(request.query as object), ...(fault && NO_DAYS) });
    const report = reportOf(visit.access, query);
    const { from, to } = report.filter;
    if (to - from > (MOST_DAYS - 1) * DAY_MS) {
      const earliest = dateOf(to - (MOST_DAYS - 1) * DAY_MS);
      return seeOther(reply, addressOf(visit.access, { ...query, by, from: earliest, to: dateOf(to) }));
    }
    const days = await this.usage.list({ ...report, by: ['day'] }, { page: 1, per_page: MOST_DAYS });
    const parts = await this.usage.list({ ...report, by: [by] }, { page: 1, per_page: MOST_LINES });
    const callers = parts.items.flatMap(({ principal }) => (principal ? [principal.id] : []));
    const shown = { from: dateOf(from), to: dateOf(to) };
    const data = {
      chart: chartOf(days.items, from, to),
      lines: [...parts.items]
        .sort((a, b) => b.calls - a.calls)
        .map((line) => ({
          ...line,
          href: narrowedTo(line, (more) => addressOf(visit.access, { ...query, ...shown, ...more })),
        })),
      principals: await this.things.principals(visit.access.companyId, callers, visit.locale),
      // Whoever has no figures here may be somebody of another company.
      about: parts.total > 0 ? await this.nameOf(visit, query) : null,
      more: parts.total > parts.items.length,
      by,
      breakdowns: BREAKDOWNS.map((name) => ({
        name,
        href: addressOf(visit.access, { ...query, ...shown, by: name }),
        isCurrent: name === by,
      })),
      filter: { ...query, ...shown },
      days: fault ? entered : shown,
      fault,
      csv: addressOf(visit.access, { ...query, ...shown, by }, '/file.csv'),
      base: sectionPath(visit.access.companyId, 'usage'),
    };
    await this.pages.show(visit, USAGE_PAGE, data, { section: 'usage', status: fault ? 422 : 200 });
  }

  /** The one app, principal or project that a report is narrowed to. */
  private async nameOf({ access, locale }: Visit, query: Narrowing): Promise<string | null> {
    const asked = [
      ['app', query.app_id],
      ['principal', query.principal_id],
      ['project', query.project_id],
    ] as const;
    const things = asked.flatMap(([kind, id]): Thing[] => (id === undefined ? [] : [[kind, id]]));
    const nameOf = await this.things.of(access.companyId, things, locale);
    const names = things.flatMap(([kind, id]) => nameOf(kind, id) ?? []);
    return names.length === 0 ? null : names.join(', ');
  }

  @Get('file.csv')
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { access } = await this.pages.visit({ request, reply });
    const { by, ...query } = queryIn(request.query);
    const report = reportOf(access, query);
    const text = await this.usage.file({ ...report, by: [by, 'day'] });
    const name = `attachment; filename="app-usage-${access.companyId}.csv"`;
    await reply
      .headers({ 'Content-Type': CSV_TYPE, 'Content-Disposition': name, 'Cache-Control': 'no-store' })
      .send(text);
  }
}

type Narrowing = Omit<UsageFileQuery, 'group_by'>;

/** Empty fields of a form say nothing. */
function queryIn(query: unknown): Narrowing & { readonly by: Breakdown } {
  const given = Object.fromEntries(Object.entries(query as object).filter(([, value]) => value !== ''));
  const { group_by: _, ...rest } = parseOrRefuse(UsageFileQuery, { ...given, group_by: undefined });
  const by = BREAKDOWNS.find((name) => name === given.by) ?? 'app';
  return { ...rest, by };
}

const reportOf = ({ companyId }: Access, query: Narrowing): Omit<CompanyReport, 'by'> => ({
  filter: {
    companyId,
    ...periodOf(query, Date.now()),
    appId: query.app_id,
    clientId: query.client_id,
    principalId: query.principal_id,
    projectId: query.project_id,
    route: query.route,
    status: query.status,
  },
});

/** The same days of one app, principal or project alone; null where a line is of none of them. */
function narrowedTo({ app, principal, project }: UsageBody, address: (more: object) => string): string | null {
  if (app) return address({ app_id: app.id, by: 'principal' });
  if (principal) return address({ principal_id: principal.id, by: 'route' });
  return project ? address({ project_id: project.id, by: 'app' }) : null;
}

function addressOf({ companyId }: Access, query: object, file = ''): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const parameters = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
  return `${sectionPath(companyId, 'usage')}${file}?${parameters.toString()}`;
}
