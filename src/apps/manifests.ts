import { Injectable } from '@nestjs/common';
import { ToolCatalogue } from '../access/index.js';
import { ClientRegistry } from '../clients/index.js';
import { invalidFields } from '../shared/index.js';
import { readManifest } from './manifest-reader.js';
import type { ManifestBody } from './manifest.schemas.js';
import { hasServiceAccount, type Manifest } from './manifest.js';

/** Checks what developers write into manifests against the tool catalogue and the app's own clients. */
@Injectable()
export class Manifests {
  constructor(
    private readonly catalogue: ToolCatalogue,
    private readonly clients: ClientRegistry,
  ) {}

  /** The manifest in its stored form; 422 for what the app could never use. */
  async read(appId: number, body: ManifestBody): Promise<Manifest> {
    const manifest = readManifest(body, this.catalogue);
    await this.requireClients(appId, manifest);
    return manifest;
  }

  /** A service account authenticates with the app's own credential, so every client must be able to. */
  async requireClients(appId: number, manifest: Manifest): Promise<void> {
    if (!hasServiceAccount(manifest)) return;
    const clients = await this.clients.listOfApp(appId);
    const isAble = clients.every((one) => one.type === 'confidential' && one.grantTypes.includes('client_credentials'));
    if (isAble) return;
    const message = 'service_account needs confidential clients with the grant type client_credentials';
    throw invalidFields({ 'manifest.components': [message] });
  }
}
