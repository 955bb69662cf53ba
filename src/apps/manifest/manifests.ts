import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { ToolCatalogue } from '../../access/index.js';
import { ClientRegistry } from '../../clients/index.js';
import { type FieldErrors, fieldErrorsOf, invalidFields } from '../../shared/index.js';
import { Faults, listOf, recordOf } from './faults.js';
import { faultsOfManifest, readManifest } from './manifest-reader.js';
import { faultsOfRules } from './manifest-rules.js';
import type { ManifestBody } from './manifest.schemas.js';
import { hasServiceAccount, type Manifest } from './manifest.js';

const NEEDS_CLIENTS = 'service_account needs confidential clients with the grant type client_credentials';

/** Checks what developers write into manifests against the tool catalogue and the app's own clients. */
@Injectable()
export class Manifests {
  constructor(
    private readonly catalogue: ToolCatalogue,
    private readonly clients: ClientRegistry,
  ) {}

  /** A body with a `manifest`, once it is sound; else the 422 that names every fault of its form and its rules. */
  parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
    const parsed = schema.safeParse(body ?? {});
    const faults = new Faults().addAll(parsed.success ? {} : fieldErrorsOf(parsed.error));
    faults.addAll(faultsOfRules(recordOf(body).manifest, this.catalogue), 'manifest');
    if (!parsed.success || !faults.isEmpty) throw invalidFields(faults.all);
    return parsed.data;
  }

  /** Everything that would keep a version of the app from having this manifest; empty for nothing. */
  async faultsFor(appId: number, manifest: unknown): Promise<FieldErrors> {
    const faults = new Faults().addAll(faultsOfManifest(manifest, this.catalogue), 'manifest');
    const wantsAccount = listOf(recordOf(manifest).components).includes('service_account');
    if (wantsAccount && !(await this.clientsCanBeAccounts(appId))) faults.add('manifest.components', NEEDS_CLIENTS);
    return faults.all;
  }

  /** The manifest in its stored form; 422 for what the app could never use. */
  async read(appId: number, body: ManifestBody): Promise<Manifest> {
    const manifest = readManifest(body, this.catalogue);
    await this.requireClients(appId, manifest);
    return manifest;
  }

  /** A service account authenticates with the app's own credential, so every client must be able to. */
  async requireClients(appId: number, manifest: Manifest): Promise<void> {
    if (!hasServiceAccount(manifest) || (await this.clientsCanBeAccounts(appId))) return;
    throw invalidFields({ 'manifest.components': [NEEDS_CLIENTS] });
  }

  private async clientsCanBeAccounts(appId: number): Promise<boolean> {
    const clients = await this.clients.listOfApp(appId);
    return clients.every((one) => one.type === 'confidential' && one.grantTypes.includes('client_credentials'));
  }
}
