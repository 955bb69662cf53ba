/** Who a mail is from or for. */
export interface MailAddress {
  readonly name?: string;
  readonly address: string;
}

/** Dot-atoms of RFC 5322 §3.2.3 with the letters of RFC 6531, and a domain: nothing that a header gives a meaning. */
const ADDRESS =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u;
const WITH_NAME = /^([^<>"\p{Cc}]{0,100})<([^<>]+)>$/u;
const MAX_LENGTH = 254;

/**
 * Whether mail can be sent there: no list, no group, no quoting, no line end, and no second spelling of another address,
 * whose mailbox a mail to this one would not prove.
 */
export const isMailAddress = (text: string): boolean =>
  text.length <= MAX_LENGTH && text === text.normalize('NFKC') && ADDRESS.test(text);

/** `someone@example.com` or `Name <someone@example.com>`; undefined for anything else. */
export function parseMailAddress(text: string): MailAddress | undefined {
  const [, name, inner] = WITH_NAME.exec(text.trim()) ?? [undefined, '', text.trim()];
  if (!isMailAddress(inner)) return undefined;
  return name.trim() === '' ? { address: inner } : { name: name.trim(), address: inner };
}

/** Where mail that nobody answers comes from, unless it is named. */
export const defaultSender = (issuer: string): string => `Gatehouse <no-reply@${mailHostOf(issuer)}>`;

const mailHostOf = (issuer: string): string => {
  const { hostname } = new URL(issuer);
  return hostname.startsWith('[') ? 'localhost' : hostname;
};
