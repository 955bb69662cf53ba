import { Global, Module } from '@nestjs/common';
import { AuditSealer } from './audit-sealer.js';
import { AuditTrail } from './audit-trail.js';
import { AuditVerifier } from './audit-verifier.js';
import { ChainLinks } from './chain-links.js';
import { ChainVerifier } from './chain-verifier.js';
import { HeadLog } from './head-log.js';
import { SealWriter } from './seal-writer.js';
import { SealingLease } from './sealing-lease.js';

@Global()
@Module({
  providers: [AuditSealer, AuditTrail, AuditVerifier, ChainLinks, ChainVerifier, HeadLog, SealingLease, SealWriter],
  exports: [AuditSealer, AuditTrail, AuditVerifier],
})
export class AuditModule {}
