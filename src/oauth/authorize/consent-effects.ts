import type { Client } from '../../clients/index.js';

/** How a company stands to the app that wants to be connected. */
export interface ConnectableCompany {
  readonly id: number;
  readonly name: string;
  /** `installed`; `installable` by this user with the consent; `needs_administrator`. First-party clients need nothing. */
  readonly state: 'installed' | 'installable' | 'needs_administrator';
}

/** What a consent does in the companies: implemented by `app-management`, in the consent's transaction. */
export abstract class ConsentEffects {
  /** The companies that the user may choose: active membership, the client's environment. */
  abstract companiesFor(userId: number, client: Client): Promise<ConnectableCompany[]>;

  /** Installs the app where the user may; elsewhere nothing happens and calls answer `app_not_connected`. */
  abstract connect(userId: number, client: Client, companyIds: readonly number[]): Promise<void>;
}
