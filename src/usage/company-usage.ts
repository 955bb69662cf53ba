import { Injectable } from '@nestjs/common';
import { Paged, type PageQuery } from '../shared/index.js';
import { csvOf } from './csv.js';
import type { UsageFilter } from './usage-filter.js';
import { UsageNames } from './usage-names.js';
import { type UsageFigures, UsageReports } from './usage-reports.js';
import { type CompanyDimension, type KnownNames, type UsageBody, usageBody } from './usage.schemas.js';

/** What a report is about, and how its figures are told apart. */
export interface CompanyReport {
  /** Always of one company: no other one's figures are in it. */
  readonly filter: UsageFilter & { readonly companyId: number };
  readonly by: readonly CompanyDimension[];
}

type Column = readonly [name: string, value: (body: UsageBody) => string | number | null];

const COLUMNS: Readonly<Record<CompanyDimension, readonly Column[]>> = {
  app: [
    ['app_id', ({ app }) => app?.id ?? null],
    ['app', ({ app }) => app?.name ?? null],
  ],
  client: [['client_id', ({ client_id }) => client_id ?? null]],
  principal: [
    ['principal_id', ({ principal }) => principal?.id ?? null],
    ['principal', ({ principal }) => principal?.name ?? null],
  ],
  project: [
    ['project_id', ({ project }) => project?.id ?? null],
    ['project', ({ project }) => project?.name ?? null],
  ],
  route: [['route', ({ route }) => route ?? null]],
  status: [['status', ({ status }) => status ?? null]],
  day: [['day', ({ day }) => day ?? null]],
};

const SUMS: readonly Column[] = [
  ['calls', ({ calls }) => calls],
  ['errors', ({ errors }) => errors],
  ['last_call_at', ({ last_call_at }) => last_call_at],
];

/** The usage of a company's apps, as it reads it. */
@Injectable()
export class CompanyUsage {
  constructor(
    private readonly reports: UsageReports,
    private readonly names: UsageNames,
  ) {}

  async list({ filter, by }: CompanyReport, query: PageQuery): Promise<Paged<UsageBody>> {
    const page = await this.reports.list(filter, by, query);
    return new Paged(await this.bodiesOf(page.items), page.total, query);
  }

  async file({ filter, by }: CompanyReport): Promise<string> {
    const bodies = await this.bodiesOf(await this.reports.all(filter, by));
    const columns = [...by.flatMap((dimension) => COLUMNS[dimension]), ...SUMS];
    return csvOf([columns.map(([name]) => name), ...bodies.map((body) => columns.map(([, value]) => value(body)))]);
  }

  private async bodiesOf(figures: readonly UsageFigures[]): Promise<UsageBody[]> {
    const idsOf = (dimension: CompanyDimension): number[] =>
      figures.flatMap(({ values }) => (typeof values[dimension] === 'number' ? [values[dimension]] : []));
    const names: KnownNames = {
      app: await this.names.apps(idsOf('app')),
      principal: await this.names.principals(idsOf('principal')),
      project: await this.names.projects(idsOf('project')),
    };
    return figures.map((one) => usageBody(one, names));
  }
}
