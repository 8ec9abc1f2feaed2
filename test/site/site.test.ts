import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Browser, BrowserContext, chromium, Page } from 'playwright-core';
import { unpackedPackage } from './packed';
import { serve, Server } from './server';
import models from '../../site/finder/models.json';

const ROOT = join(__dirname, '..', '..');
/** The committed screenshots; `npx projen site:pictures` renews them. */
const COMMITTED = join(ROOT, 'docs', 'images');
const SCREENSHOTS = process.env.UPDATE_PICTURES ? COMMITTED : join(ROOT, 'site', '.vitepress', 'screenshots');
const DESKTOP = { width: 1280, height: 900 };

/** The pages that the documentation shows, and where each screenshot starts. */
const PICTURES = { finder: 'Context length', images: 'Server' } as const;
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** The options of one question, as the command line names them and as the page labels them. */
const OPTIONS = [{}, { context: '8192', concurrency: '4' }, { context: '2048', server: 'sglang' }] as const;
const LABELS: Record<string, string> = { context: 'Context length', concurrency: 'Concurrent requests', server: 'Server' };

let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let command: string;
const elsewhere: string[] = [];

beforeAll(async () => {
  server = await serve(join(ROOT, 'site', '.vitepress', 'dist'));
  command = unpackedPackage();
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
  context = await browser.newContext({ viewport: DESKTOP });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('request', request => {
    if (!request.url().startsWith(server.origin) && !/^(data|blob):/.test(request.url())) {
      elsewhere.push(request.url());
    }
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Waits for the script of the page. */
async function ready(): Promise<void> {
  await page.locator('.filters[data-ready="true"]').first().waitFor();
}

async function openFinder(): Promise<void> {
  await page.goto(`${server.origin}/cdk-huggingface-sagemaker/finder.html`);
  await ready();
}

/** What the command line of the packed package prints. */
function fit(config: object, options: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}): Record<string, unknown>[] {
  const folder = mkdtempSync(join(ROOT, '.site-'));
  try {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    Object.entries(files).forEach(([name, content]) => writeFileSync(join(folder, `${name}.json`), content));
    const given = [
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      ...Object.keys(files).flatMap(name => [`--${name}`, join(folder, `${name}.json`)]),
    ];
    return JSON.parse(execFileSync(process.execPath, [command, 'fit', '--config', join(folder, 'config.json'), '--json', ...given], { encoding: 'utf8' }));
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    if (status !== 1) {
      throw error;
    }
    return JSON.parse(stdout); // no machine fits
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each(models.slice(0, 10).map((model, index) => [model.id, model, OPTIONS[index % OPTIONS.length]] as const))(
  'the cells for %s are what the command line prints', async (id, { config }, options) => {
    await openFinder();
    await page.getByLabel('A well-known model').selectOption(id);
    for (const [name, value] of Object.entries(options)) {
      const field = page.getByLabel(LABELS[name], { exact: true });
      await (name === 'server' ? field.selectOption(value) : field.fill(value));
    }
    const expected = fit(config, options);
    const cells = await page.locator('table.machines tbody tr').evaluateAll(rows => rows.map(row => ({
      instance: row.getAttribute('data-instance'),
      ...Object.fromEntries([...row.querySelectorAll('[data-cell]')].map(cell => [cell.getAttribute('data-cell'), cell.textContent])),
    })));
    const text = (value: unknown) => value === null || value === undefined ? 'unknown' : String(value);
    expect(cells).toEqual(expected.map(({ instance, weightsGiB, reserveGiB, sequences, longestContext }) => ({
      instance, weightsGiB: text(weightsGiB), reserveGiB: text(reserveGiB), sequences: text(sequences), longestContext: text(longestContext),
    })));
    expect(expected.length).toBeGreaterThan(0);
  });

test('machines that are too small are shown with what they lack', async () => {
  await openFinder();
  await page.getByLabel('A well-known model').selectOption(models[0].id);
  const before = await page.locator('table.machines tbody tr').count();
  await page.getByLabel('Context length').fill('4096');
  await page.getByLabel('Concurrent requests').fill('100000');
  await page.getByLabel('Show machines that are too small').check();
  expect(await page.locator('table.machines tbody tr').count()).toBeGreaterThan(before);
  expect(await page.locator('table.machines tbody tr small').allTextContents()).toEqual(expect.arrayContaining([expect.stringMatching(/too (small|few)/)]));
});

test('invalid text produces a message, and a valid configuration replaces it', async () => {
  await openFinder();
  const field = page.getByLabel('config.json', { exact: true });
  for (const [text, message] of [
    ['not JSON', 'must be a JSON file'],
    ['[]', 'must contain a JSON object, got []'],
    [' ', 'must be a JSON file'],
    ['{}', "does not contain the size of the model. Add the model's model.safetensors.index.json to the files"],
    [JSON.stringify(Array(10_000).fill('x')), 'must contain a JSON object'],
  ]) {
    await field.fill(text);
    expect(await page.getByRole('alert').textContent()).toContain(message);
    expect((await page.getByRole('alert').textContent())!.length).toBeLessThan(600);
  }
  await field.fill(JSON.stringify(models[0].config));
  await page.locator('table.machines tbody tr').first().waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test.each([
  ['empty', 'config.json', '', 'config.json: must not be empty'],
  ['too large', 'config.json', `{"a": "${'x'.repeat(11_000_000)}"}`, 'config.json: must have at most 10 MB, got 11 MB'],
  ['a price list without prices', 'prices.json', '{"PriceList": []}', "'prices' must be a file with the output of 'aws pricing get-products"],
])('a file that is %s produces a message', async (_, name, content, message) => {
  await openFinder();
  await page.getByLabel('A well-known model').selectOption(models[0].id);
  await page.getByLabel(/Or files/).setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').textContent()).toContain(message);
});

test('a configuration is dropped, and prices are those of the command line', async () => {
  const product = (instanceName: string, USD: string) => JSON.stringify({
    product: { attributes: { instanceName, component: 'Hosting', regionCode: 'eu-west-1' } },
    terms: { OnDemand: { a: { priceDimensions: { b: { unit: 'Hrs', pricePerUnit: { USD } } } } } },
    serviceCode: 'AmazonSageMaker',
  });
  const prices = [product('ml.g5.xlarge', '1.4084'), product('ml.g6.xlarge', '1.1267')]; // as --query PriceList prints it
  await openFinder();
  // the tests are compiled without the types of a browser
  const transfer = await page.evaluateHandle(`(() => {
    const data = new DataTransfer();
    data.items.add(new File([${JSON.stringify(JSON.stringify(models[0].config))}], 'config.json', { type: 'application/json' }));
    return data;
  })()`);
  await page.locator('label.full').dispatchEvent('drop', { dataTransfer: transfer });
  await page.locator('table.machines tbody tr').first().waitFor();
  await page.getByLabel(/Or files/).setInputFiles({ name: 'list.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(prices)) });
  await page.getByText('Price per month').waitFor();
  const expected = fit(models[0].config, {}, { prices: JSON.stringify(prices) });
  const cells = await page.locator('table.machines tbody tr').evaluateAll(rows => rows.map(row => [
    row.getAttribute('data-instance'), ...['pricePerHour', 'pricePerMonth'].map(name => row.querySelector(`[data-cell="${name}"]`)!.textContent),
  ]));
  expect(cells).toEqual(expected.map(({ instance, pricePerHour, pricePerMonth }) => [instance, String(pricePerHour ?? 'unknown'), String(pricePerMonth ?? 'unknown')]));
  expect(cells[0]).toEqual(['ml.g6.xlarge', '1.1267', '822.49']);
});

test('the code follows the server, and says if no image of it runs on the GPU', async () => {
  await openFinder();
  await page.getByLabel('A well-known model').selectOption(models[0].id);
  const code = page.locator('pre.code');
  expect(await code.textContent()).toContain('maxModelLength: 4096');
  await page.getByLabel('Server', { exact: true }).selectOption('sglang');
  await page.getByLabel('Quantization when it is loaded').selectOption('bitsandbytes');
  expect(await code.textContent()).toMatch(/container: DeepLearningContainerImage\.\w*SGLANG\w*,[^]*contextLength: 4096,[^]*bitsandbytes/);
  await page.getByLabel('Server', { exact: true }).selectOption('vllm');
  expect(await page.getByLabel('Quantization when it is loaded').inputValue()).toBe('');
  await page.getByLabel('Server', { exact: true }).selectOption('tgi');
  await page.getByRole('button', { name: 'ml.g7e.2xlarge' }).click();
  expect(await page.getByText('No image of TGI runs on this GPU').count()).toBe(1);
  expect(await code.count()).toBe(0);
});

test('the keyboard alone chooses a model, a machine and a language', async () => {
  await openFinder();
  await page.getByLabel('A well-known model').focus();
  await page.keyboard.type(models[0].id.slice(0, 8));
  await page.keyboard.press('Tab');
  await page.locator('table.machines tbody tr').first().waitFor();
  for (let presses = 0; presses < 40 && await page.evaluate('document.activeElement?.closest("table.machines") === null'); presses++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Tab');
  const name = await page.evaluate('document.activeElement.textContent');
  await page.keyboard.press('Enter');
  expect(await page.locator('#code').textContent()).toContain(`Code for ${name}`);
  await page.getByLabel('Language', { exact: true }).focus();
  await page.keyboard.type('Py');
  expect(await page.locator('pre.code').textContent()).toContain('instance_type=SageMakerInstanceType.');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Copied').waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await page.locator('pre.code').textContent());
});

const PAGES = ['finder', 'images', 'docs/getting-started', 'docs/memory', 'checks/model-too-large', 'readme', 'index'];

/** Opens a page; the finder with an answer. */
async function open(name: string): Promise<void> {
  await page.goto(`${server.origin}/cdk-huggingface-sagemaker/${name}.html`);
  if (name === 'finder') {
    await ready();
    await page.getByLabel('A well-known model').selectOption(models[0].id);
    await page.locator('table.machines tbody tr').first().waitFor();
  }
}

describe.each(['light', 'dark'] as const)('in %s mode', colorScheme => {
  beforeAll(() => page.emulateMedia({ colorScheme }));

  test.each(PAGES)('%s has no serious finding of axe', async name => {
    await open(name);
    await page.addScriptTag({ content: readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8') });
    const { violations } = await page.evaluate('axe.run()') as { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
  });

  test.each(Object.keys(PICTURES) as (keyof typeof PICTURES)[])('the picture of %s is in the documentation', async name => {
    await page.setViewportSize({ width: 940, height: 580 });
    await open(name);
    const { y } = (await page.getByLabel(PICTURES[name], { exact: true }).boundingBox())!;
    await page.evaluate(`window.scrollTo(0, ${y - 100})`);
    const picture = await page.screenshot({ path: join(SCREENSHOTS, `${name}-${colorScheme}.png`) });
    await page.setViewportSize(DESKTOP);
    // not the same bytes on every machine: fonts differ
    const committed = readFileSync(join(COMMITTED, `${name}-${colorScheme}.png`));
    expect(committed.length).toBeLessThan(60_000);
    expect(committed.length / picture.length).toBeGreaterThan(0.5);
    expect(committed.length / picture.length).toBeLessThan(2);
  });
});

test.each(PAGES)('%s fits on 360 pixels', async name => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(name);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  await page.setViewportSize(DESKTOP);
});

test('the images are filtered by server and region', async () => {
  await page.goto(`${server.origin}/cdk-huggingface-sagemaker/images.html`);
  await ready();
  await page.getByLabel('Server', { exact: true }).selectOption('tei');
  await page.getByLabel('Language', { exact: true }).selectOption('python');
  const cells = await page.locator('main table tbody tr').evaluateAll(rows => rows.map(row => row.textContent));
  expect(cells.length).toBeGreaterThan(0);
  expect(cells.every(cell => cell!.startsWith('tei') && cell!.includes('DeepLearningContainerImage.TEI'))).toBe(true);
});

test('nothing is requested from another origin', () => {
  expect(elsewhere).toEqual([]);
});

test('the script of the finder is at most 250 kB compressed', async () => {
  const sizes = await server.compressedSizes(/Finder\..*\.js$/);
  expect(sizes).toHaveLength(1);
  expect(sizes[0]).toBeLessThanOrEqual(250_000);
});
