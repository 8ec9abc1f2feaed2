import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Browser, BrowserContext, chromium, Page } from 'playwright-core';
import { unpackedPackage } from './packed';
import { serve, Server } from './server';
import models from '../../site/finder/models.json';

const ROOT = join(__dirname, '..', '..');
const PICTURES = join(ROOT, 'site', '.vitepress', 'screenshots');
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
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
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
function fit(config: object, options: Readonly<Record<string, string>>): Record<string, unknown>[] {
  const folder = mkdtempSync(join(ROOT, '.site-'));
  try {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
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

test('an invalid file produces a message, and a valid one replaces it', async () => {
  await openFinder();
  const field = page.getByLabel('config.json', { exact: true });
  await field.fill('not JSON');
  expect(await page.getByRole('alert').textContent()).toContain('must be a JSON file');
  await field.fill('{}');
  expect(await page.getByRole('alert').textContent()).toContain('does not contain the size of the model');
  await field.fill(JSON.stringify(models[0].config));
  await page.locator('table.machines tbody tr').first().waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
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
});

test.each(['finder', 'images', 'docs/getting-started', 'checks/model-too-large', 'index'])('%s has no serious finding of axe', async name => {
  await page.goto(`${server.origin}/cdk-huggingface-sagemaker/${name}.html`);
  if (name === 'finder') {
    await ready();
    await page.getByLabel('A well-known model').selectOption(models[0].id);
    await page.locator('table.machines tbody tr').first().waitFor();
  }
  await page.addScriptTag({ content: readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8') });
  const { violations } = await page.evaluate("axe.run(document.querySelector('main, .VPHome'))") as { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
});

test('the finder is usable on 360 pixels, in light and dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await openFinder();
    await page.getByLabel('A well-known model').selectOption(models[0].id);
    await page.locator('table.machines tbody tr').first().waitFor();
    await page.screenshot({ path: join(PICTURES, `finder-${colorScheme}.png`) });
  }
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 1280, height: 900 });
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
