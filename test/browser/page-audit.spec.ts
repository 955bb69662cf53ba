import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { faultsOf } from './accessibility.js';
import { Chromium } from './chromium.js';

/** The other files expect no faults: here it is shown that there could be some. */
let chromium: Chromium;

beforeAll(async () => {
  chromium = await Chromium.launch();
});
afterAll(() => chromium.close());

const around = (body: string, attributes = 'lang="en"'): string =>
  `<!doctype html><html ${attributes}><title>Page · Gatehouse</title><header></header><main><h1>Page</h1>${body}</main>`;

it.each([
  ['nothing wrong', around('<p>Text</p>'), []],
  ['no language', around('', ''), ['the language is ""']],
  ['two headings', around('<h1>More</h1>'), ['2 headings of the first level']],
  ['an unlabelled field', around('<input name="a" style="height: 30px">'), ['<input> "a" has no label']],
  ['an empty link', around('<a href="/"></a>'), ['<a> "" says nothing']],
  ['grey text', around('<p style="color: #888">Grey</p>'), ['<p> "Grey" has a contrast of 3.54']],
  [
    'text over two translucent grounds',
    around(
      '<div style="background: rgb(0 0 0 / 50%)"><p style="background: rgb(0 0 0 / 50%)"><b style="color: #999">Deep</b></p></div>',
    ),
    ['<b> "Deep" has a contrast of 3.65'],
  ],
  ['a faint field', around('<label>A <input name="a" style="border: 2px solid #ddd; height: 30px"></label>'), ['1.36']],
  ['a small button', around('<a class="button" href="/" style="font-size: 5px">Go</a>'), ['too small to hit']],
  ['a wide page', around('<p style="width: 3000px">Text</p>'), ['one must scroll sideways']],
])('finds %s', async (_, html, faults) => {
  const page = await chromium.visitor();
  await page.setContent(html);
  const found = (await faultsOf(page)).filter((fault) => !fault.startsWith('there are scripts or styles'));
  expect(found).toEqual(faults.map((fault) => expect.stringContaining(fault)));
  await chromium.forget();
});
