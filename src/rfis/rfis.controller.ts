import { Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireTool } from '../access/index.js';
import { Accepts, BodyOf, IdParam, PageQuery, type Paged, QueryOf, Returns, ReturnsList } from '../shared/index.js';
import { RFIS } from './rfis.errors.js';
import { ChangeRfi, OpenRfi, rfiBody, RfiBody } from './rfis.schemas.js';
import { Rfis } from './rfis.js';

@ApiTags('RFIs')
@Controller('projects/:projectId/rfis')
export class RfisController {
  constructor(private readonly rfis: Rfis) {}

  @Get()
  @RequireTool(RFIS, 'read_only')
  @ApiOperation({
    summary: 'List the RFIs of a project',
    description: 'Scope `project.rfis:read`, level `read_only` on `project.rfis`.',
  })
  @ReturnsList(RfiBody)
  async list(@CurrentAccess() access: Access, @QueryOf(PageQuery) query: PageQuery): Promise<Paged<unknown>> {
    return (await this.rfis.list(access.projectId, query)).map(rfiBody);
  }

  @Post()
  @RequireTool(RFIS, 'standard')
  @ApiOperation({
    summary: 'Open an RFI',
    description: 'Scope `project.rfis:write`, level `standard` on `project.rfis`.',
  })
  @Accepts(OpenRfi)
  @Returns(RfiBody, { status: 201 })
  async open(@CurrentAccess() access: Access, @BodyOf(OpenRfi) body: OpenRfi): Promise<unknown> {
    return rfiBody(await this.rfis.open(access, body));
  }

  @Get(':id')
  @RequireTool(RFIS, 'read_only')
  @ApiOperation({
    summary: 'Show an RFI',
    description: 'Scope `project.rfis:read`, level `read_only` on `project.rfis`.',
  })
  @Returns(RfiBody)
  async show(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<unknown> {
    return rfiBody(await this.rfis.get(access.projectId, id));
  }

  @Patch(':id')
  @RequireTool(RFIS, 'standard')
  @ApiOperation({
    summary: 'Change or close an RFI',
    description:
      'Scope `project.rfis:write`, level `standard` on `project.rfis` for your own RFIs and to edit those assigned to ' +
      'you. Anything else, and closing somebody else’s, needs `admin`.',
  })
  @Accepts(ChangeRfi)
  @Returns(RfiBody)
  async change(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @BodyOf(ChangeRfi) body: ChangeRfi,
  ): Promise<unknown> {
    return rfiBody(await this.rfis.change(access, id, body));
  }
}
