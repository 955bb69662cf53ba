import { z } from 'zod';

export const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** An address that people are sent to; never a script. */
export const WebAddress = z
  .string()
  .max(500)
  .refine(isWebAddress, 'must be an http or https address')
  .meta({ format: 'uri' });

/** A plain host after `https://`, nothing that two readers could read in two ways. */
const SECURE = /^https:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][!-[\]-~]*)?$/;

/** An address whose page is shown inside of ours: encrypted, without credentials. */
export const SecureAddress = z
  .string()
  .max(500)
  .regex(SECURE, 'must be an https address with a plain host name')
  .refine((text) => URL.canParse(text), 'is not an address')
  .meta({ format: 'uri' });
