import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/index.js';
import { jsonSchemaOf, Returns } from '../shared/index.js';
import { Readiness } from './readiness.js';

const Healthy = z.object({ status: z.enum(['ok', 'unavailable']) }).meta({ example: { status: 'ok' } });
const Unavailable = z.object({ status: z.literal('unavailable') }).meta({ example: { status: 'unavailable' } });

type Health = z.output<typeof Healthy>;

/** What load balancers and orchestrators ask. Why a process is not ready stands in its log, not here. */
@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Public()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Tell whether the process runs', description: 'Asks nothing else. Open to everybody.' })
  @Returns(Healthy)
  live(): Health {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Tell whether the process can serve requests',
    description: 'The database answers and changes of access arrive in time. Open to everybody.',
  })
  @Returns(Healthy)
  @ApiResponse({ status: 503, description: 'Not now.', schema: jsonSchemaOf(Unavailable, 'output') })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    if (await this.readiness.isReady()) return { status: 'ok' };
    void reply.status(503);
    return { status: 'unavailable' };
  }
}
