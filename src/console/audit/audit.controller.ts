import { Readable } from 'node:stream';
import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { AuditEvents, AuditExportQuery, AuditListQuery, exportLines } from '../../operations/index.js';
import { IdParam, parseOrRefuse } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { pagerOf } from '../shell/paging.js';
import { sectionPath } from '../shell/shells.js';
import { AuditChoices } from './audit-choices.js';
import { AUDIT_PAGE } from './audit.page.js';
import { EVENT_PAGE } from './event.page.js';
import { lineOf } from './event-lines.js';
import { changesOf, thingsIn } from './state-changes.js';
import { SubjectNames } from './subject-names.js';
import { ThingNames } from '../shell/thing-names.js';

const PER_PAGE = 50;
/** A day of a form stands for all of it. */
const DATE = /^\d{4}-\d\d-\d\d$/;

/** What happened in a company: who changed what, when, from where. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('audit:read')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/audit')
export class ConsoleAuditController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly events: AuditEvents,
    private readonly names: SubjectNames,
    private readonly choices: AuditChoices,
    private readonly things: ThingNames,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const given = givenIn(request.query);
    const { page, per_page, ...filter } = parseOrRefuse(AuditListQuery, withDays(given));
    const found = await this.events.list(visit.access.companyId, filter, { page, per_page });
    const nameOf = await this.names.of(visit.access.companyId, found.items, visit.locale);
    const data = {
      events: found.items.map((entry) => lineOf(entry, nameOf(entry), visit.locale)),
      ...(await this.choices.of(visit.access.companyId, given, visit.locale)),
      pager: pagerOf(found, request.url, visit.locale),
      filter: given,
      file: fileOf(visit.access.companyId, given),
      isFiltered: Object.keys(given).some((name) => name !== 'page'),
      base: sectionPath(visit.access.companyId, 'audit'),
    };
    await this.pages.show(visit, AUDIT_PAGE, data, { section: 'audit' });
  }

  /** What the page shows, all of it, oldest first, with the end of the hash chain: as the API exports it. */
  @Get('file.ndjson')
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { access } = await this.pages.visit({ request, reply });
    const { page: _, ...given } = givenIn(request.query);
    const filter = parseOrRefuse(AuditExportQuery, daysOf(given));
    const name = `attachment; filename="audit-events-${access.companyId}.ndjson"`;
    await reply
      .headers({ 'Content-Type': 'application/x-ndjson', 'Content-Disposition': name, 'Cache-Control': 'no-store' })
      .send(Readable.from(exportLines(this.events, access.companyId, filter)));
  }

  @Get(':id')
  async show(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { companyId } = visit.access;
    const entry = await this.events.get(companyId, id);
    const { event, seal } = entry;
    const eventNames = await this.names.of(companyId, [entry], visit.locale);
    const nameOf = await this.things.of(companyId, thingsIn([event.before, event.after]), visit.locale);
    const data = {
      event: lineOf(entry, eventNames(entry), visit.locale),
      client: await this.names.ofClient(event.clientId),
      address: event.address,
      seal,
      changes: changesOf(event, { words: visit.words, nameOf }),
      base: sectionPath(companyId, 'audit'),
    };
    await this.pages.show(visit, EVENT_PAGE, data, { section: 'audit' });
  }
}

/** Empty fields of a form say nothing, and other parameters belong to the page. */
const NAMES = ['action', 'actor_id', 'subject_type', 'subject_id', 'request_id', 'from', 'to', 'page'];

const givenIn = (query: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(query as Record<string, string>).filter(([name, value]) => NAMES.includes(name) && value !== ''),
  );

const withDays = (given: Readonly<Record<string, string>>): object => ({ ...daysOf(given), per_page: PER_PAGE });

function fileOf(companyId: number, { page: _, ...given }: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(given).toString();
  return `${sectionPath(companyId, 'audit')}/file.ndjson${query && `?${query}`}`;
}

const daysOf = ({ from, to, ...rest }: Readonly<Record<string, string>>): object => ({
  ...rest,
  ...(from === undefined ? {} : { from: DATE.test(from) ? `${from}T00:00:00Z` : from }),
  ...(to === undefined ? {} : { to: DATE.test(to) ? `${to}T23:59:59.999Z` : to }),
});
