import { definePage } from '../../shared/index.js';
import type { ProviderCheck } from '../../sso/index.js';
import type { Framed } from '../shell/exchange.js';
import type { AdministratorChoice } from './provider-choices.js';
import { PROVIDER_PAGE_TEXTS } from './provider-page-texts.js';
import type { ProviderView } from './provider-views.js';

export interface ProviderPageData extends Framed, ProviderView {
  /** Who may use a password although single sign-on is enforced. */
  readonly helpers: readonly AdministratorChoice[];
  readonly template: string | null;
  /** The domain that could not be added, and why. */
  readonly typed: string;
  readonly fault: string | null;
  /** What a test found, in words; null where there was none. */
  readonly checks: readonly ProviderCheck[] | null;
  /** Begins a sign-in that comes back to the page. */
  readonly tryPath: string;
  readonly list: string;
  readonly base: string;
}

export const PROVIDER_PAGE = definePage<ProviderPageData>()(
  new URL('./provider.eta', import.meta.url),
  PROVIDER_PAGE_TEXTS,
);
