import { Injectable } from '@nestjs/common';
import { Apps } from '../../apps/index.js';
import { csvOf } from '../csv.js';
import { DAY_MS, dateOf, type Period } from '../usage-days.js';
import { type Named, UsageNames } from '../usage-names.js';
import { type UsageFigures, UsageReports } from '../usage-reports.js';
import { AppFigures } from './app-figures.js';

const HEADER = ['day', 'company_id', 'company', 'route', 'status', 'calls'];
const BY = ['company', 'route', 'status'] as const;

type Line = [company: number | null, route: string, status: number, calls: number];

/** The calls of an app as a file for its developers: companies that have or had it, and never people. */
@Injectable()
export class AppActivity {
  constructor(
    private readonly apps: Apps,
    private readonly figures: AppFigures,
    private readonly reports: UsageReports,
    private readonly names: UsageNames,
  ) {}

  /** The text of the file, a day at a time, the latest first. Throws not_found for whoever does not work on the app. */
  async of(appId: number, userId: number, period: Period): Promise<AsyncGenerator<string>> {
    await this.apps.show(appId, userId);
    return this.daysOf(appId, period, await this.names.companiesOf(await this.figures.companies(appId)));
  }

  private async *daysOf(
    appId: number,
    { from, to }: Period,
    companies: ReadonlyMap<number, Named>,
  ): AsyncGenerator<string> {
    yield csvOf([HEADER]);
    for (let day = to; day >= from; day -= DAY_MS) {
      const lines = linesOf(await this.reports.all({ appId, from: day, to: day }, BY, Infinity), companies);
      yield csvOf(
        lines.map(([company, ...rest]) => [
          dateOf(day),
          company,
          (company !== null && companies.get(company)?.name) || null,
          ...rest,
        ]),
      );
    }
  }
}

/** Calls in all companies that the developer may not know of stand in one line. */
function linesOf(figures: readonly UsageFigures[], known: ReadonlyMap<number, Named>): Line[] {
  const lines = new Map<string, Line>();
  for (const { values, calls } of figures) {
    const company = typeof values.company === 'number' && known.has(values.company) ? values.company : null;
    const key = `${company} ${values.route} ${values.status}`;
    const line = lines.get(key) ?? [company, String(values.route), Number(values.status), 0];
    line[3] += calls;
    lines.set(key, line);
  }
  return [...lines.values()];
}
