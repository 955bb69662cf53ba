import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../keys/index.js';
import type { IdentityProvider } from './identity-provider.entity.js';

/** The secrets that providers gave us: sealed, and bound to their provider. */
@Injectable()
export class ProviderSecrets {
  constructor(private readonly keys: KeyRing) {}

  seal(handle: string, secret: string): string {
    return this.keys.seal('sso', Buffer.from(secret), contextOf(handle));
  }

  /** Throws where its key was retired: the company has to send the secret again. */
  open({ handle, sealedClientSecret }: IdentityProvider): string {
    const secret = this.keys.open('sso', sealedClientSecret, contextOf(handle));
    if (!secret) throw new Error('The secret of an identity provider cannot be opened.');
    return secret.toString();
  }
}

const contextOf = (handle: string): string => `identity_provider:${handle}`;
