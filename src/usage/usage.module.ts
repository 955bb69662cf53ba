import { Module } from '@nestjs/common';
import { AppManagementModule } from '../app-management/index.js';
import { AppsModule } from '../apps/index.js';
import { ServiceAccountsModule } from '../service-accounts/index.js';
import { AdviceController } from './advice/advice.controller.js';
import { Advising } from './advice/advising.js';
import { InstallationUses } from './advice/installation-use.js';
import { CompanyUsageController } from './company-usage.controller.js';
import { CompanyUsage } from './company-usage.js';
import { AppActivity } from './developers/app-activity.js';
import { AppFigures } from './developers/app-figures.js';
import { AppMetricsController } from './developers/app-metrics.controller.js';
import { AppMetricsReader } from './developers/app-metrics.js';
import { SubjectLineReader } from './subject-lines.js';
import { UsageMeter } from './usage-meter.js';
import { UsageNames } from './usage-names.js';
import { UsageReaders } from './usage-readers.js';
import { UsageReports } from './usage-reports.js';
import { UsageWriter } from './usage-writer.js';

/** Counts API calls, and tells companies and developers what was counted. */
@Module({
  imports: [AppsModule, AppManagementModule, ServiceAccountsModule],
  controllers: [CompanyUsageController, AdviceController, AppMetricsController],
  providers: [
    Advising,
    AppActivity,
    AppFigures,
    AppMetricsReader,
    CompanyUsage,
    InstallationUses,
    SubjectLineReader,
    UsageMeter,
    UsageNames,
    UsageReaders,
    UsageReports,
    UsageWriter,
  ],
  exports: [Advising, CompanyUsage, UsageMeter, UsageNames],
})
export class UsageModule {}
