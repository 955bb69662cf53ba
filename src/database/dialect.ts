import type { DataSource } from 'typeorm';

/** Where the two engines differ, everywhere outside of this module they look the same. */
export interface Dialect {
  readonly engine: 'embedded' | 'mysql';
  /** SQL for the database's clock in epoch milliseconds: rows expire by it (protocol.md, Rules). */
  readonly now: string;
  /** Appended to a SELECT that must lock the rows it read until the end of the transaction. */
  readonly forUpdate: string;
  /** As {@link forUpdate}, beside others that lock the same rows in this way, against whoever would change them. */
  readonly forShare: string;
  /** INSERT that leaves an existing row with the same key alone. */
  readonly insertIgnore: string;
  /** Appended to an INSERT, before what is set: changes the row that has the same `key` already. */
  onDuplicate(key: string): string;
  /** After {@link onDuplicate}: what the INSERT would have written into a column. */
  inserted(column: string): string;
  /** The function that gives the greatest of its arguments, null where one is null. */
  readonly greatest: string;
  /** The function that counts the characters of a text, however many bytes each takes. */
  readonly characters: string;
  isDuplicateKey(error: unknown): boolean;
  /** Whether the whole transaction may be run again: deadlock, lock wait, failed certification (Galera). */
  isRetryable(error: unknown): boolean;
}

const codeOf = (error: unknown): string => {
  const driverError = (error as { driverError?: { code?: unknown } } | undefined)?.driverError;
  return typeof driverError?.code === 'string' ? driverError.code : '';
};

const MYSQL: Dialect = {
  engine: 'mysql',
  now: 'CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)',
  forUpdate: ' FOR UPDATE',
  // MariaDB does not know FOR SHARE.
  forShare: ' LOCK IN SHARE MODE',
  insertIgnore: 'INSERT IGNORE',
  onDuplicate: () => ' ON DUPLICATE KEY UPDATE ',
  // MariaDB does not know the row alias that MySQL would rather have.
  inserted: (column) => `VALUES(${column})`,
  greatest: 'GREATEST',
  characters: 'CHAR_LENGTH',
  isDuplicateKey: (error) => codeOf(error) === 'ER_DUP_ENTRY',
  isRetryable: (error) => ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD'].includes(codeOf(error)),
};

const EMBEDDED: Dialect = {
  engine: 'embedded',
  now: "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
  forUpdate: '',
  forShare: '',
  insertIgnore: 'INSERT OR IGNORE',
  onDuplicate: (key) => ` ON CONFLICT (${key}) DO UPDATE SET `,
  inserted: (column) => `excluded.${column}`,
  greatest: 'MAX',
  characters: 'LENGTH',
  isDuplicateKey: (error) => ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(codeOf(error)),
  isRetryable: (error) => codeOf(error).startsWith('SQLITE_BUSY'),
};

export const dialectOf = (source: DataSource): Dialect => (source.options.type === 'better-sqlite3' ? EMBEDDED : MYSQL);
