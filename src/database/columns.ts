import { Column, PrimaryColumn, PrimaryGeneratedColumn, type ColumnOptions, type ValueTransformer } from 'typeorm';

/** Drivers give 64-bit integers as text or number; ours stay below 2^53. */
const toNumber: ValueTransformer = {
  from: (value: unknown) => (value === null || value === undefined ? value : Number(value)),
  to: (value: unknown) => value,
};

const toJson: ValueTransformer = {
  from: (value: unknown) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value),
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
};

const toBoolean: ValueTransformer = {
  from: (value: unknown) => value === 1 || value === true || value === '1',
  to: (value: unknown) => (value ? 1 : 0),
};

/** A sequence number: the public id of the row. */
export const IdColumn = (): PropertyDecorator => PrimaryGeneratedColumn({ type: 'bigint' });

/** The id of a row of another table, or a count; `bigint`. */
export const RefColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'bigint', transformer: toNumber, ...options });

/** Epoch milliseconds. */
export const TimeColumn = RefColumn;

export const PrimaryRefColumn = (name?: string): PropertyDecorator =>
  PrimaryColumn({ type: 'bigint', transformer: toNumber, ...(name ? { name } : {}) });

export const TextColumn = (length: number, options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'varchar', length, ...options });

export const PrimaryTextColumn = (length: number, name?: string): PropertyDecorator =>
  PrimaryColumn({ type: 'varchar', length, ...(name ? { name } : {}) });

/** Text of up to 64 KiB. */
export const LongTextColumn = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: 'text', ...options });

/** MySQL's name of {@link WideJsonColumn}; the embedded engine has one text for all lengths. */
export const WIDE_TEXT = 'mediumtext';

/** Up to 64 KiB. */
export const JsonColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'text', transformer: toJson, ...options });

/** JSON of up to 16 MiB: what repeats a whole body, and may need more room for it than the body took. */
export const WideJsonColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: WIDE_TEXT, transformer: toJson, ...options });

export const FlagColumn = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'smallint', transformer: toBoolean, ...options });
