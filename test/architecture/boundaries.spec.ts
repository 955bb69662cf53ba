import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
const CONFIG = '.dependency-cruiser.mjs';

interface Cruise {
  summary: {
    totalCruised: number;
    violations: { from: string; to: string; rule: { name: string } }[];
  };
}

/** The breaches found in the src/ of a folder, one line each. */
function cruise(folder: string): { breaches: string[]; files: number } {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [program, `--config=${CONFIG}`, '--output-type=json', 'src'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!stdout.startsWith('{')) throw new Error(`no result: ${stdout}${stderr}`);
  const { summary } = JSON.parse(stdout) as Cruise;
  const breaches = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  return { breaches, files: summary.totalCruised };
}

describe('module boundaries', () => {
  it('are kept by the program', () => {
    const { breaches, files } = cruise(root);
    expect(breaches).toEqual([]);
    expect(files).toBeGreaterThan(0);
  });

  it('place every module, and every module has a door', async () => {
    const config = (await import(pathToFileURL(join(root, CONFIG)).href)) as {
      MODULES: string[];
      COMPOSITION: string[];
    };
    const { MODULES, COMPOSITION } = config;
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !COMPOSITION.includes(entry.name))
      .map((entry) => entry.name);
    expect(folders.filter((name) => !MODULES.includes(name))).toEqual([]);
    expect(folders.filter((name) => !existsSync(join(root, 'src', name, 'index.ts')))).toEqual([]);
  });
});

describe('a planted breach is reported', () => {
  let folder: string;

  const plant = (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return cruise(folder).breaches;
  };

  const SOUND = {
    'src/shared/index.ts': "export { digest } from './digest.js';\n",
    'src/shared/digest.ts': 'export const digest = 1;\n',
    'src/keys/index.ts': "export { ring } from './ring.js';\n",
    'src/keys/ring.ts': "import { digest } from '../shared/index.js';\nexport const ring = digest;\n",
    'src/audit/index.ts': "import { ring } from '../keys/index.js';\nexport const trail = ring;\n",
    'src/demo/demo.ts': "export { trail as demo } from '../audit/index.js';\n",
    'src/main.ts':
      "import { demo } from './demo/demo.js';\nimport { ring } from './keys/index.js';\nvoid [demo, ring];\n",
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-boundaries-'));
    for (const file of [CONFIG, 'tsconfig.json', 'package.json']) cpSync(join(root, file), join(folder, file));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('nothing is reported without one', () => {
    expect(plant(SOUND)).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'an import of a higher module',
      { 'src/keys/ring.ts': "import { trail } from '../audit/index.js';\nexport const ring = trail;\n" },
      'order-of-keys: src/keys/ring.ts -> src/audit/index.ts',
    ],
    [
      'an import of a type of a higher module',
      {
        'src/shared/digest.ts':
          "import type { trail } from '../audit/index.js';\nexport const digest: typeof trail = 1;\n",
      },
      'order-of-shared: src/shared/digest.ts -> src/audit/index.ts',
    ],
    [
      'an import of what puts the program together',
      {
        'src/app.module.ts': 'export const app = 1;\n',
        'src/audit/app.ts': "export { app } from '../app.module.js';\n",
      },
      'order-of-audit: src/audit/app.ts -> src/app.module.ts',
    ],
    [
      "an import past a module's index.ts",
      { 'src/audit/index.ts': "import { ring } from '../keys/ring.js';\nexport const trail = ring;\n" },
      'through-the-door: src/audit/index.ts -> src/keys/ring.ts',
    ],
    [
      'an import past index.ts of a folder inside a module',
      {
        'src/keys/store/index.ts': 'export const store = 1;\n',
        'src/audit/index.ts': "import { store } from '../keys/store/index.js';\nexport const trail = store;\n",
      },
      'through-the-door: src/audit/index.ts -> src/keys/store/index.ts',
    ],
    [
      'an import past index.ts from the root of src',
      { 'src/main.ts': "import { ring } from './keys/ring.js';\nvoid ring;\n" },
      'through-the-door-from-the-root: src/main.ts -> src/keys/ring.ts',
    ],
    [
      'a cycle',
      {
        'src/audit/index.ts': "export { one as trail } from './one.js';\n",
        'src/audit/one.ts': "import { two } from './two.js';\nexport const one = () => two;\n",
        'src/audit/two.ts': "import { one } from './one.js';\nexport const two = () => one;\n",
      },
      'no-circle: src/audit/one.ts -> src/audit/two.ts',
    ],
    [
      'a module that is not in the list',
      {
        'src/stray/index.ts': 'export const s = 1;\n',
        'src/main.ts': "import { s } from './stray/index.js';\nvoid s;\n",
      },
      'listed-modules-only: src/main.ts -> src/stray/index.ts',
    ],
    [
      'an import of test code',
      {
        'test/support/stub.ts': 'export const s = 1;\n',
        'src/audit/a.ts': "export { s } from '../../test/support/stub.js';\n",
      },
      'no-test-code: src/audit/a.ts -> test/support/stub.ts',
    ],
    [
      'an import that cannot be found',
      { 'src/audit/a.ts': "export { gone } from './gone.js';\n" },
      'nothing-unresolved: src/audit/a.ts -> ./gone.js',
    ],
  ])('%s', (_name, files, breach) => {
    expect(plant({ ...SOUND, ...files })).toContain(breach);
  });
});
