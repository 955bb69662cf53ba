import { Readable } from 'node:stream';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { IdParam, jsonSchemaOf, type Paged, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { exportLines } from './audit-export.js';
import {
  auditEventBody,
  AuditEventShape,
  AuditExportQuery,
  AuditListQuery,
  ChainHeadShape,
} from './audit-events.schemas.js';
import { AuditEvents } from './audit-events.js';

const NDJSON = 'application/x-ndjson';

const WHO =
  'Scope `audit:read`; company administrators, and service accounts of the company that an administrator gave the scope.';

type EventBody = z.input<typeof AuditEventShape>;

/** What happened in a company: who changed what, through which app, from where. */
@ApiTags('Oversight')
@Controller('companies/:companyId/audit_events')
@RequireScope('audit:read')
@RequireCompanyRole('admin', { orServiceAccount: true })
export class AuditEventsController {
  constructor(private readonly events: AuditEvents) {}

  @Get()
  @ApiOperation({
    summary: 'List audit events',
    description:
      'Newest first. Everything that the query names must hold. `Total` counts 10,000 events at most, and pages reach ' +
      `as far back: go on with \`to\`, or export. ${WHO}`,
  })
  @ReturnsList(AuditEventShape)
  async list(
    @CurrentAccess() access: Access,
    @QueryOf(AuditListQuery) query: AuditListQuery,
  ): Promise<Paged<EventBody>> {
    const { page, per_page, ...filter } = query;
    return (await this.events.list(access.companyId, filter, { page, per_page })).map(auditEventBody);
  }

  @Get('export')
  @ApiOperation({
    summary: 'Export audit events',
    description:
      'One JSON object a line, oldest first, as many as there are. The last line holds the end of the hash chain as it ' +
      'was at the beginning, `{"chain_head":{"length":118,"hash":"…"}}`: kept elsewhere, it shows whether the trail was ' +
      `cut off or rebuilt later. An export without that line is incomplete. ${WHO}`,
  })
  @ApiResponse({
    status: 200,
    description: 'One event a line, then the head of the chain.',
    content: { [NDJSON]: { schema: jsonSchemaOf(z.union([AuditEventShape, ChainHeadShape]), 'output') } },
  })
  export(
    @CurrentAccess() access: Access,
    @QueryOf(AuditExportQuery) filter: AuditExportQuery,
    @Res() reply: FastifyReply,
  ): void {
    void reply
      .header('Content-Type', NDJSON)
      .header('Content-Disposition', `attachment; filename="audit-events-${access.companyId}.ndjson"`)
      .send(Readable.from(exportLines(this.events, access.companyId, filter)));
  }

  @Get(':id')
  @ApiOperation({ summary: 'Show an audit event', description: WHO })
  @Returns(AuditEventShape)
  async show(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<EventBody> {
    return auditEventBody(await this.events.get(access.companyId, id));
  }
}
