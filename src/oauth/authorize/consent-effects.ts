import type { Level } from '../../access/index.js';
import type { Client } from '../../clients/index.js';
import type { Session } from '../../identity/index.js';

/** How a company stands to the app that wants to be connected. */
export interface ConnectableCompany {
  readonly id: number;
  readonly name: string;
  /**
   * `installed`; `installable` by this user with the consent; `needs_administrator`, who is then asked; `denied` by the
   * company. First-party clients need nothing. `needs_second_factor`: cannot be chosen in this session.
   */
  readonly state: 'installed' | 'installable' | 'needs_administrator' | 'denied' | 'needs_second_factor';
}

/** What an administrator installs by connecting: the version, and what its service account will be approved for. */
export interface InstallationOffer {
  readonly versionId: number;
  readonly permissions: Readonly<Record<string, Level>>;
}

/** Who consents, and whether in a session of two factors. */
export interface Consenting {
  readonly userId: number;
  readonly hasTwoFactors: boolean;
}

export const consentingIn = ({ userId, amr }: Pick<Session, 'userId' | 'amr'>): Consenting => ({
  userId,
  hasTwoFactors: amr.includes('mfa'),
});

/** What a consent does in the companies: implemented by `app-management`, in the consent's transaction. */
export abstract class ConsentEffects {
  /** The companies that the user may choose: active membership, the client's environment; and those that demand more. */
  abstract companiesFor(person: Consenting, client: Client): Promise<ConnectableCompany[]>;

  /**
   * Whether the user may choose every one of these companies, and until the end of the transaction nothing about that
   * changes: whoever leaves a company meanwhile takes back a consent that was given before, or finds none.
   */
  abstract mayChoose(person: Consenting, client: Client, companyIds: readonly number[]): Promise<boolean>;

  /** Whether one of these companies demands more of a session than this one has; from memory, for the way without a page. */
  abstract isClosedTo(person: Consenting, companyIds: readonly number[]): Promise<boolean>;

  /** What would be installed now, to be shown before it is approved; null for first-party clients and unreleased apps. */
  abstract offerOf(client: Client): Promise<InstallationOffer | null>;

  /**
   * Installs the version that the user approved, where the user may and it is still the newest; elsewhere
   * administrators are asked, and calls answer `app_not_connected` until they install it.
   */
  abstract connect(
    userId: number,
    client: Client,
    companyIds: readonly number[],
    approvedVersion: number | null,
  ): Promise<void>;
}
