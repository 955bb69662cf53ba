import { z } from 'zod';
import { nameText } from '../../shared/index.js';

/** What a text may hold where its field does not say. */
export const LONGEST_TEXT = 4_000;
export const MOST_FIELDS = 50;

const words = { title: nameText(200).optional(), description: z.string().max(1_000).optional() };

const choiceOf = <S extends z.ZodType>(item: S) => z.array(item).min(1).max(50).meta({ uniqueItems: true }).optional();

const Length = z.number().int().min(0).max(LONGEST_TEXT);
const Whole = z.number().int();

const TextField = z.strictObject({
  type: z.literal('string'),
  ...words,
  enum: choiceOf(z.string().min(1).max(200)),
  minLength: Length.optional(),
  maxLength: Length.optional().meta({ description: `${LONGEST_TEXT} unless given.` }),
  format: z.enum(['uri']).optional().meta({ description: '`uri`: an http or https address.' }),
});

const IntegerField = z.strictObject({
  type: z.literal('integer'),
  ...words,
  enum: choiceOf(Whole),
  minimum: Whole.optional(),
  maximum: Whole.optional(),
});

const NumberField = z.strictObject({
  type: z.literal('number'),
  ...words,
  enum: choiceOf(z.number()),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

const BooleanField = z.strictObject({ type: z.literal('boolean'), ...words });

/** One value that a company configures. No patterns: they would be run by our server, on texts that others choose. */
export const ConfigurationField = z.discriminatedUnion('type', [TextField, IntegerField, NumberField, BooleanField]);

export type ConfigurationField = z.output<typeof ConfigurationField>;

const FieldName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'must be letters, digits and _, beginning with a letter');

/** The part of JSON Schema that configurations are described in: an object of scalar fields. */
export const ConfigurationSchema = z.strictObject({
  type: z.literal('object'),
  properties: z
    .record(FieldName, ConfigurationField)
    .meta({ description: 'None may be named like a secret.', maxProperties: MOST_FIELDS }),
  required: z.array(z.string().max(64)).max(MOST_FIELDS).optional().meta({ uniqueItems: true }),
});

export type ConfigurationSchema = z.output<typeof ConfigurationSchema>;

/** How an app is configured by the companies that install it. */
export const Configuration = z.strictObject({
  schema: ConfigurationSchema,
  company: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether it may be configured for the company as a whole, not for projects only.' }),
});

export type Configuration = z.output<typeof Configuration>;
