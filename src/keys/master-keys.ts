import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Configuration, isMasterKey, seal, unseal } from '../shared/index.js';
import { UnusableMasterKeyError } from './keys.errors.js';

/** The keys that open all others: the first seals, all open, so that a master key can be replaced. */
export class MasterKeys {
  constructor(private readonly keys: readonly Buffer[]) {}

  seal(plain: Buffer, context: string): string {
    return seal(this.keys[0], plain, context);
  }

  /** The plain bytes, or undefined if none of the master keys opens them. */
  open(sealed: string, context: string): Buffer | undefined {
    for (const key of this.keys) {
      const plain = unseal(key, sealed, context);
      if (plain) return plain;
    }
    return undefined;
  }
}

/**
 * The master keys of the configuration; outside of production one is made and kept under `dataDir` where none is
 * configured. Throws {@link UnusableMasterKeyError}.
 */
export function loadMasterKeys(configuration: Configuration): MasterKeys {
  const texts = [...configuration.masterKeys];
  if (configuration.masterKeyFile) texts.unshift(read(configuration.masterKeyFile));
  if (texts.length === 0) texts.push(keptMasterKey(configuration));
  return new MasterKeys(texts.map((text) => Buffer.from(text, 'base64')));
}

function keptMasterKey({ environment, dataDir }: Configuration): string {
  if (environment === 'production') throw new UnusableMasterKeyError('MASTER_KEY or MASTER_KEY_FILE');
  const file = join(dataDir, 'master.key');
  createOnce(file);
  return read(file);
}

/** A hard link appears with its whole content or not at all, so two processes that start together read one key. */
function createOnce(file: string): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}

function read(file: string): string {
  const text = readFileSync(file, 'utf8').trim();
  if (!isMasterKey(text)) throw new UnusableMasterKeyError(file);
  return text;
}
