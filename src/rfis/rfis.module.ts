import { Module } from '@nestjs/common';
import { ToolCatalogue } from '../access/index.js';
import { RFIS } from './rfis.errors.js';
import { RfisController } from './rfis.controller.js';
import { Rfis } from './rfis.js';

/** The example of a resource module: a tool, its routes, and who may use them. */
@Module({ controllers: [RfisController], providers: [Rfis] })
export class RfisModule {
  constructor(catalogue: ToolCatalogue) {
    catalogue.register({ id: 106, name: RFIS, title: 'RFIs' });
  }
}
