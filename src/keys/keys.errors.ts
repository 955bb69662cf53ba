/** Start-up is refused: the database's keys were sealed under another master key. */
export class WrongMasterKeyError extends Error {
  constructor(readonly keyId: string) {
    super(
      `The master key does not open key "${keyId}" of the database. Give the master key it was created with ` +
        '(MASTER_KEY, MASTER_KEY_FILE, MASTER_KEY_PREVIOUS, or master.key in DATA_DIR).',
    );
    this.name = 'WrongMasterKeyError';
  }
}

/** The master key is missing or is not 32 random bytes in base64. */
export class UnusableMasterKeyError extends Error {
  constructor(source: string) {
    super(`${source} does not hold 32 random bytes in base64: openssl rand -base64 32`);
    this.name = 'UnusableMasterKeyError';
  }
}
