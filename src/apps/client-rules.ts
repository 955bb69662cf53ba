import { Injectable } from '@nestjs/common';
import { ToolCatalogue } from '../access/index.js';
import { Outbound } from '../outbound/index.js';
import { invalidFields } from '../shared/index.js';
import { AppReleases } from './app-releases.js';
import { type ClientSettings, requireSoundSettings } from './client-settings.js';

/** What holds for an app's clients beyond the form of their settings. */
@Injectable()
export class ClientRules {
  constructor(
    private readonly catalogue: ToolCatalogue,
    private readonly releases: AppReleases,
    private readonly outbound: Outbound,
  ) {}

  /** Throws the 422 that says why a client of the app cannot have these settings. */
  async require(appId: number, settings: ClientSettings): Promise<void> {
    requireSoundSettings(settings, { catalogue: this.catalogue, outbound: this.outbound });
    if (settings.grantTypes.includes('client_credentials')) return;
    if (!(await this.releases.usesServiceAccount(appId))) return;
    throw invalidFields({ grant_types: ['client_credentials is needed: a version runs as a service account'] });
  }
}
