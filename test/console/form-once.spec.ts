import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import type { Access } from '../../src/access/index.js';
import { FormOnce, type FormOutcome } from '../../src/console/shell/form-once.js';
import { conflict } from '../../src/shared/index.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let forms: FormOnce;

beforeAll(async () => {
  app = await startApp();
  forms = app.app.get(FormOnce);
});
afterAll(() => app.close());

const ACCESS = { client: { id: 1 }, principalId: 2, companyId: 3 } as unknown as Access;

/** Three copies of a form: the first is run until `end` says how, the others come meanwhile. */
async function copies(end: () => string): Promise<{ outcomes: PromiseSettledResult<FormOutcome>[]; runs: number }> {
  const request = { url: '/console/form', body: { once: forms.mark() } } as unknown as FastifyRequest;
  let finish!: () => void;
  let begin!: () => void;
  const mayFinish = new Promise<void>((resolve) => (finish = resolve));
  const begun = new Promise<void>((resolve) => (begin = resolve));
  let runs = 0;
  const first = forms.run(ACCESS, request, async () => {
    begin();
    await mayFinish;
    return end();
  });
  await begun;
  const others = [1, 2].map(() => forms.run(ACCESS, request, async () => `/done/${++runs}`));
  const settled = Promise.allSettled([first, ...others]);
  await sleep(200);
  finish();
  return { outcomes: await settled, runs };
}

describe('copies of a form that come while the first is run', () => {
  it('do it once, where the first one fails because others held what it needs', async () => {
    const { outcomes, runs } = await copies(() => {
      throw conflict('try_again', 'Others are changing the same: try again.');
    });
    expect(runs).toBe(1);
    expect(outcomes[0]).toMatchObject({ status: 'rejected', reason: { code: 'try_again' } });
    expect(outcomes.slice(1)).toEqual(
      expect.arrayContaining([false, true].map((isRepeated) => done('/done/1', isRepeated))),
    );
  });

  it('are told where the first one led', async () => {
    const { outcomes, runs } = await copies(() => '/done/first');
    expect([runs, ...outcomes]).toEqual([
      0,
      ...[false, true, true].map((isRepeated) => done('/done/first', isRepeated)),
    ]);
  });
});

const done = (location: string, isRepeated: boolean): object => ({
  status: 'fulfilled',
  value: { location, isRepeated },
});
