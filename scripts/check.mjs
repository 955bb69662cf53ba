// `npm run check`: types, lint, module order and formatting, two at a time; tells what failed.
//
// Usage: node scripts/check.mjs [types] [lint] [boundaries] [format]     (all four if none is named)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const AT_ONCE = 2;
const SOURCES = ['src', 'test', 'bench', 'examples'].filter((folder) => existsSync(`${root}/${folder}`));
const CHECKS = {
  types: ['typescript/bin/tsc', '--noEmit'],
  lint: ['eslint/bin/eslint.js', '--max-warnings=0', '--no-error-on-unmatched-pattern', ...SOURCES],
  boundaries: ['dependency-cruiser/bin/dependency-cruise.mjs', '--config=.dependency-cruiser.mjs', 'src'],
  format: ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
};

async function check(name) {
  const started = Date.now();
  const [program, ...args] = CHECKS[name];
  const child = spawn(process.execPath, [`node_modules/${program}`, ...args], { cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output.trimEnd());
  return code === 0;
}

const named = process.argv.slice(2);
const queue = named.length > 0 ? named : ['lint', 'types', 'boundaries', 'format'];
const unknown = queue.filter((name) => !(name in CHECKS));
if (unknown.length > 0) throw new Error(`no such check: ${unknown.join(', ')}`);

const failed = [];
async function work() {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (!(await check(name))) failed.push(name);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));

console.log(failed.length === 0 ? 'check passed' : `check failed: ${failed.sort().join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
