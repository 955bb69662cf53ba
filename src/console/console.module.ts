import { Module } from '@nestjs/common';
import { AppManagementModule } from '../app-management/index.js';
import { AppListController } from './apps/app-list.controller.js';
import { ConsoleCompaniesController } from './companies/companies.controller.js';
import { ConsolePages } from './shell/console-pages.js';
import { ManagedCompanies } from './shell/managed-companies.js';
import { Shells } from './shell/shells.js';

/** The pages in which people look after the apps of their companies and their own account. */
@Module({
  imports: [AppManagementModule],
  controllers: [ConsoleCompaniesController, AppListController],
  providers: [ConsolePages, ManagedCompanies, Shells],
})
export class ConsoleModule {}
