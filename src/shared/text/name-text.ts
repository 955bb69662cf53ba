import { z } from 'zod';

/** Controls, line ends, what turns the reading direction, and halves of surrogate pairs: none can be seen in a name. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u;
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * One line that people read, trimmed; may be empty. Lines are shown on pages, in logs and in terminals, so that one
 * that hides or reorders its own characters could pass for another.
 */
export const lineText = (longest: number): z.ZodString =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((text) => !UNSEEN.test(text), 'must not have control or direction characters');

/** What {@link UNSEEN} names, but for the ends of lines and tabs. */
const UNSEEN_IN_LINES = /(?![\t\n\r\u2028\u2029])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u;

/** Lines that people read. */
export const linesText = (longest: number): z.ZodString =>
  z
    .string()
    .max(longest)
    .refine((text) => !UNSEEN_IN_LINES.test(text), 'must not have control or direction characters');

/** The name of something: a {@link lineText} with something to be seen in it. */
export const nameText = (longest: number): z.ZodString =>
  lineText(longest)
    .min(1)
    .refine((text) => text === '' || SEEN.test(text), 'must have a visible character');
