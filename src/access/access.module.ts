import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessDeclarations } from './access-declarations.js';
import { AccessGuard } from './access.guard.js';
import { AccessChecksController } from './access-checks.controller.js';
import { AccessCheckSubjects } from './access-checks.subjects.js';
import { AccessChecks } from './access-checks.js';
import { AccessService } from './access.service.js';
import { BrowserCallers } from './browser.js';
import { Challenges } from './challenges.js';
import { DecisionFacts } from './decision-facts.js';
import { ToolCatalogue } from './tool-catalogue.js';

/** Closes every route of the program; the ports it needs are bound in `ports/ports.module.ts`. */
@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [AccessChecksController],
  providers: [
    AccessChecks,
    AccessCheckSubjects,
    AccessDeclarations,
    AccessService,
    BrowserCallers,
    Challenges,
    DecisionFacts,
    ToolCatalogue,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AccessChecks, AccessDeclarations, AccessService, Challenges, DecisionFacts, ToolCatalogue],
})
export class AccessModule {}
