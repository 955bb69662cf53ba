import { Readable } from 'node:stream';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type Access, CurrentAccess, RequireScope } from '../../access/index.js';
import { IdParam, QueryOf, Returns } from '../../shared/index.js';
import { CSV_TYPE } from '../csv.js';
import { periodOf } from '../usage-days.js';
import { AppActivity } from './app-activity.js';
import { AppMetricsReader } from './app-metrics.js';
import { metricsBody, MetricsQuery, MetricsShape } from './app-metrics.schemas.js';

const WHO = 'Scope `apps:manage`; any role in the app.';

/** How an app fares, for those who develop it. */
@ApiTags('Apps')
@Controller('apps/:id')
@RequireScope('apps:manage')
export class AppMetricsController {
  constructor(
    private readonly metrics: AppMetricsReader,
    private readonly activity: AppActivity,
  ) {}

  @Get('metrics')
  @ApiOperation({
    summary: 'Show how an app fares',
    description:
      'Companies that took it and gave it up (by the last time of each), calls and refusals per day and environment, ' +
      `and what its team should act on. Never people. ${WHO}`,
  })
  @Returns(MetricsShape)
  async show(
    @IdParam('id') id: number,
    @QueryOf(MetricsQuery) query: MetricsQuery,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof MetricsShape>> {
    return metricsBody(await this.metrics.of(id, access.principalId, periodOf(query, Date.now())));
  }

  @Get('api_call_activity.csv')
  @ApiOperation({
    summary: 'Report the calls of an app as a file',
    description:
      'Of the last 30 days: day, company, route, status, calls. Companies are named that have or had the app; other calls ' +
      `stand without a company. Never people. ${WHO}`,
  })
  @ApiResponse({
    status: 200,
    description: 'A header, then one line for each group.',
    content: { 'text/csv': { schema: { type: 'string' } } },
  })
  async file(@IdParam('id') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply): Promise<void> {
    const days = await this.activity.of(id, access.principalId, periodOf({}, Date.now()));
    const name = `attachment; filename="api-call-activity-${id}.csv"`;
    void reply.header('Content-Type', CSV_TYPE).header('Content-Disposition', name).send(Readable.from(days));
  }
}
