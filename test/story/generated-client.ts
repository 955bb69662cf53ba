import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Api } from './api.js';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STORY = 'life-of-an-app.ts';

/** Strict, and as little else as a consumer of the client would have. */
const COMPILER = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: 'nodenext',
  target: 'ES2023',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  types: ['node'],
};

/** A client of the API in a folder of its own, beside the story that is told with it. */
export class GeneratedClient {
  private constructor(private readonly folder: string) {}

  /** Makes it of the document with swagger-typescript-api, as its users do. */
  static async of(document: unknown): Promise<GeneratedClient> {
    const folder = join(ROOT, 'test-results', 'generated-client');
    await mkdir(folder, { recursive: true });
    const source = join(folder, 'openapi.json');
    await writeFile(source, JSON.stringify(document));
    const generator = join(ROOT, 'node_modules', '.bin', 'swagger-typescript-api');
    await run(generator, ['generate', '--path', source, '--output', folder, '--name', 'api.ts', '--silent']);
    return new GeneratedClient(folder);
  }

  /** What the compiler says against the client and the story; empty for nothing. */
  async faults(): Promise<string> {
    await copyFile(join(ROOT, 'test', 'story', STORY), join(this.folder, STORY));
    const project = join(this.folder, 'tsconfig.json');
    await writeFile(project, JSON.stringify({ compilerOptions: COMPILER, files: ['api.ts', STORY] }));
    await writeFile(join(this.folder, 'package.json'), JSON.stringify({ type: 'module' }));
    return run(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', project]).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
  }

  /** Calls of a server on behalf of whoever holds the token. */
  async calling(baseUrl: string, token: string): Promise<Api<unknown>> {
    const { Api } = (await import(join(this.folder, 'api.ts'))) as {
      Api: new (options: object) => Api<unknown>;
    };
    return new Api({ baseUrl, baseApiParams: { headers: { Authorization: `Bearer ${token}` }, format: 'json' } });
  }
}
