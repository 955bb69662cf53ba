// Makes package-lock.json portable; run it after every `npm install`.
//
// 1. A registry that lacks the binaries of some platforms makes npm leave those packages out of the lock while the
//    packages that want them still name them; `npm ci` then refuses the lock. Such names are removed.
// 2. `resolved` addresses name the registry of whoever ran the install; `npm ci` finds the packages without them.
//
// Usage: node scripts/fix-lock.mjs [--check]     (--check changes nothing and fails if there is something to fix)
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Fixes a parsed lock in place and returns one line for each thing changed. */
export function fixLock(lock) {
  const present = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').pop()));
  const changes = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (present.has(name)) continue;
      delete entry.optionalDependencies[name];
      changes.push(`${path || 'the project'}: optional ${name} has no entry`);
    }
    if (/^[a-z+]+:\/\//i.test(entry.resolved ?? '')) {
      delete entry.resolved;
      changes.push(`${path}: resolved names a host`);
    }
  }
  return changes;
}

function main() {
  const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const changes = fixLock(lock);
  for (const change of changes) console.log(change);
  if (process.argv.includes('--check')) {
    process.exitCode = changes.length > 0 ? 1 : 0;
  } else if (changes.length > 0) {
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) main();
