import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Public, RequireScope, RequireTool } from '../../src/access/index.js';
import { AppModule } from '../../src/app.module.js';
import { ErrorFilter, loadConfiguration } from '../../src/shared/index.js';
import { send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { accessWords, declaredRoutes, routerOf } from './routes.js';

describe('the access declarations', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('demand of each route what the snapshot says', () => {
    const lines = declaredRoutes(app).map(({ method, url, requirement }) => ({
      url,
      line: `${method.padEnd(6)} ${url}: ${accessWords(requirement)}`,
    }));
    const sorted = lines.sort((a, b) => (a.url === b.url ? compare(a.line, b.line) : compare(a.url, b.url)));
    expect(`\n${sorted.map(({ line }) => line).join('\n')}\n`).toMatchSnapshot();
  });

  it('leave out nothing that the router answers but the documentation', () => {
    const declared = new Set(declaredRoutes(app).map(({ method, url }) => `${method} ${url}`));
    const undeclared = [...routerOf(app)].filter((route) => !declared.has(route));
    expect(undeclared.filter((route) => !/^GET \/(docs(\/.*)?|openapi\.(json|yaml))$/.test(route))).toEqual([]);
    expect(undeclared).toContain('GET /openapi.json');
  });

  it('name no route twice', () => {
    const names = declaredRoutes(app).map(({ method, url }) => `${method} ${url}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });
});

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

@Controller('stray')
class Undeclared {
  @Get('open')
  open(): string {
    return 'anybody may read this';
  }

  @Public()
  @Get('declared')
  declared(): string {
    return 'fine';
  }

  @Post(['one', 'two'])
  several(): string {
    return 'by two paths';
  }
}

@Controller('stray')
class Homeless {
  @RequireTool('project.rfis', 'read_only')
  @Get('rfis')
  list(): string {
    return 'of which project?';
  }
}

@Controller('stray')
class ByQuery {
  @RequireTool('project.rfis', 'read_only', { projectInQuery: true })
  @Get('rfis')
  list(): string {
    return 'of the project in the query';
  }
}

@Controller('projects/:projectId/stray')
class Misspelt {
  @RequireTool('project.rfi', 'read_only')
  @Get('rfis')
  list(): string {
    return 'of a tool that nobody can be given';
  }
}

@Controller('stray')
class Declared {
  @Public()
  @Get('open')
  open(): string {
    return 'open';
  }

  @RequireScope()
  @Get('closed')
  closed(): string {
    return 'closed';
  }
}

@RequireScope('apps:manage')
@Controller('stray')
class DeclaredAsAWhole {
  @Get('inherited')
  inherited(): string {
    return 'closed';
  }
}

describe('a program with one more module', () => {
  let directory: string;
  const running: NestFastifyApplication[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'gatehouse-'));
  });
  afterAll(async () => {
    for (const app of running) await app.close();
    await rm(directory, { recursive: true });
  });

  async function start(...controllers: Type[]): Promise<NestFastifyApplication> {
    @Module({ controllers })
    class Stray {}

    const configuration = loadConfiguration({ NODE_ENV: 'test', DATA_DIR: directory });
    @Module({ imports: [AppModule.register(configuration), Stray] })
    class Program {}

    const options = { logger: false, abortOnError: false } as const;
    const app = await NestFactory.create<NestFastifyApplication>(Program, new FastifyAdapter(), options);
    running.push(app.useGlobalFilters(new ErrorFilter([])));
    return app.init();
  }

  it('does not start while a route of it declares nothing, and names every such route and what to do', async () => {
    const refusal = await start(Undeclared, DeclaredAsAWhole).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      name: 'UndeclaredRouteError',
      faults: [
        expect.stringMatching(/^GET \/stray\/open \(open\): declares no access\. Add @Public, @RequireScope/),
        expect.stringMatching(/^POST \/stray\/one \(several\): declares no access/),
        expect.stringMatching(/^POST \/stray\/two \(several\): declares no access/),
      ],
    });
  });

  it('does not start while a route of it needs a project that its path cannot name', async () => {
    const refusal = await start(Homeless).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      name: 'UndeclaredRouteError',
      faults: ['GET /stray/rfis (list): needs :projectId in its path, or projectInQuery.'],
    });
  });

  it('does not start while a route of it names a tool that is in no catalogue', async () => {
    const refusal = await start(Misspelt).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      name: 'UndeclaredRouteError',
      faults: ['GET /projects/:projectId/stray/rfis (list): names project.rfi, which is not in the tool catalogue.'],
    });
  });

  it('starts when all declare theirs, and is as open as they say', async () => {
    const app = await start(Declared, DeclaredAsAWhole, ByQuery);
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    expect(await send(`${url}/stray/open`)).toMatchObject({ status: 200, text: 'open' });
    for (const path of ['closed', 'inherited', 'rfis?project_id=1']) {
      expect(await send(`${url}/stray/${path}`)).toMatchObject({ status: 401, body: { code: 'missing_token' } });
    }
  });
});
