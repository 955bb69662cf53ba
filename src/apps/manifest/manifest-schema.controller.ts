import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../../access/index.js';
import { ManifestSchema } from './manifest-schema.js';

/** What developers' tools ask, which have no token. */
@ApiTags('Discovery')
@Public()
@Controller('schemas')
export class ManifestSchemaController {
  constructor(private readonly schema: ManifestSchema) {}

  @Get('app-manifest.json')
  @Header('Content-Type', 'application/schema+json; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({ summary: 'The JSON Schema of app manifests', description: 'Draft 2020-12. Open to everybody.' })
  show(): object {
    return this.schema.document;
  }
}
