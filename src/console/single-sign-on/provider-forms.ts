import type { z } from 'zod';
import { formField } from '../../identity/index.js';
import { DomainError, type FieldErrors, invalidFields, type Locale, parseOrRefuse } from '../../shared/index.js';
import type { ProviderBody } from '../../sso/index.js';
import { faultWords } from '../problems/fault-words.js';
import { PROVIDER_FORM_TEXTS } from './provider-texts.js';
import { reasonWords } from './provider-words.js';

/** How a provider's address is told: left as it is, by its issuer alone, or endpoint by endpoint. */
const ADDRESS_MODES = ['keep', 'discover', 'hand'] as const;
export type AddressMode = (typeof ADDRESS_MODES)[number];

/** Named by hand. */
const ENDPOINTS = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'end_session_endpoint',
] as const;

const TEXTS = ['name', 'issuer', ...ENDPOINTS, 'client_id', 'scopes'] as const;
const CHOICES = ['token_endpoint_auth_method', 'default_permission_template_id'] as const;
const FLAGS = ['creates_members', 'email_addresses_are_authoritative'] as const;

type TextName = (typeof TEXTS)[number] | (typeof CHOICES)[number];
type FlagName = (typeof FLAGS)[number];

/** What stands in the form of a provider; never its secret. */
export type ProviderForm = Readonly<Record<TextName, string> & Record<FlagName, boolean>> & {
  readonly mode: AddressMode;
};

/** What is wrong with it, in words, by field. */
export type ProviderFaults = Readonly<Partial<Record<TextName | 'client_secret', string>>>;

const FIELDS: ReadonlySet<string> = new Set([...TEXTS, ...CHOICES, 'client_secret']);

/** A new one, before anything was typed. */
export const BLANK: ProviderForm = {
  ...blankTexts(),
  scopes: 'openid email profile',
  mode: 'discover',
  creates_members: false,
  email_addresses_are_authoritative: false,
};

function blankTexts(): Record<TextName, string> {
  return Object.fromEntries([...TEXTS, ...CHOICES].map((name) => [name, ''])) as Record<TextName, string>;
}

/** What was typed. `mode`: what is taken for one that is none. */
export function providerFormIn(body: unknown, mode: AddressMode): ProviderForm {
  const texts = [...TEXTS, ...CHOICES].map((name) => [name, (formField(body, name) ?? '').trim()]);
  const flags = FLAGS.map((name) => [name, formField(body, name) === 'true']);
  const chosen = ADDRESS_MODES.find((one) => one === formField(body, 'mode')) ?? mode;
  return { ...(Object.fromEntries([...texts, ...flags]) as ProviderForm), mode: chosen };
}

/** The form of a provider as it is. */
export const formOf = (provider: ProviderBody): ProviderForm => ({
  ...(Object.fromEntries(
    [...TEXTS, ...CHOICES].map((name) => [name, provider[name] === null ? '' : String(provider[name])]),
  ) as Record<TextName, string>),
  creates_members: provider.creates_members,
  email_addresses_are_authoritative: provider.email_addresses_are_authoritative,
  mode: 'keep',
});

/** As the API takes it; the address only where it is told anew. */
const wishIn = (form: ProviderForm): object => ({
  name: form.name,
  client_id: form.client_id,
  scopes: form.scopes,
  creates_members: form.creates_members,
  email_addresses_are_authoritative: form.email_addresses_are_authoritative,
  default_permission_template_id: idIn(form.default_permission_template_id),
  ...(form.token_endpoint_auth_method !== '' && { token_endpoint_auth_method: form.token_endpoint_auth_method }),
  ...addressIn(form),
});

const idIn = (text: string): number | null => {
  if (text === '') return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
};

function addressIn(form: ProviderForm): object {
  if (form.mode === 'keep') return {};
  const byHand = form.mode === 'hand';
  const endpoints = ENDPOINTS.map((name) => [name, (byHand && form[name]) || null] as const);
  return { issuer: byHand && form.issuer === '' ? null : form.issuer, ...Object.fromEntries(endpoints) };
}

/**
 * What the form asks for, with the secret that was typed, if any. Throws invalid_fields, which names every endpoint that
 * is missing together with what else is wrong.
 */
export function demandIn<S extends z.ZodType>(schema: S, form: ProviderForm, secret: string | undefined): z.output<S> {
  const missing = missingIn(form);
  const wish = { ...wishIn(form), ...(secret !== undefined && { client_secret: secret }) };
  try {
    const demand = parseOrRefuse(schema, wish);
    if (Object.keys(missing).length === 0) return demand;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw invalidFields({ ...missing, ...error.options.fields });
  }
  throw invalidFields(missing);
}

/** By hand, as the service demands it; an issuer alone would be asked for the rest, which is not what was chosen. */
function missingIn(form: ProviderForm): FieldErrors {
  if (form.mode !== 'hand') return {};
  const needed = [
    'authorization_endpoint',
    'token_endpoint',
    form.issuer === '' ? 'userinfo_endpoint' : 'jwks_uri',
  ] as const;
  return Object.fromEntries(needed.filter((name) => form[name] === '').map((name) => [name, [REQUIRED]]));
}

const REQUIRED = 'is required';

/**
 * That somebody typed an address and chose that it does not count must not pass in silence. `given`: the form as it was
 * handed out. Throws invalid_fields.
 */
export function refuseStray(form: ProviderForm, given: ProviderForm): void {
  const unused = { keep: ['issuer', ...ENDPOINTS], discover: ENDPOINTS, hand: [] } as const;
  const stray = unused[form.mode].filter((name) => form[name] !== given[name]);
  if (stray.length > 0) throw invalidFields(Object.fromEntries(stray.map((name) => [name, [STRAY]])));
}

const STRAY = 'was typed, but does not count with what is chosen above';

/** The faults that a refusal tells of the form; undefined where it tells of something else. */
export function providerFaults(error: unknown, locale: Locale): ProviderFaults | undefined {
  if (!(error instanceof DomainError)) return undefined;
  const { code, options } = error;
  const told = Object.entries(options.fields ?? {});
  if (code === 'identity_provider_unusable') return { issuer: reasonWords(told[0]?.[1][0] ?? '', locale) };
  if (code !== 'invalid_fields' || told.length === 0) return undefined;
  if (!told.every(([name]) => FIELDS.has(name))) return undefined;
  return Object.fromEntries(told.map(([name, [first]]) => [name, faultSentence(name, first, locale)]));
}

/** "Is required." alone would not say what is. */
function faultSentence(name: string, fault: string, locale: Locale): string {
  const words = faultWords(fault, locale);
  const labels: Readonly<Record<string, string>> = PROVIDER_FORM_TEXTS[locale];
  return fault.startsWith(REQUIRED) && Object.hasOwn(labels, name) ? `${labels[name]}: ${words}.` : sentence(words);
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
