import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { addresses } from '../src/addresses';
import { checkPorts } from '../src/port-check';
import { startStack, type Stack } from '../src/stack';
import { temporaryFolder } from './temporary-folder';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  'no-sandbox',
  'disable-gpu',
  'no-first-run',
  'disable-background-networking',
  'disable-component-update',
  'disable-sync',
  'disable-quic',
].map((flag) => `--${flag}`);
const DELIVERY_MS = 60_000;
const inChromium = existsSync(CHROMIUM) ? test : test.skip;

const checkout = join(__dirname, '../../..');
let stack: Stack | undefined;
let browser: Browser | undefined;

// Registered before the folder's own removal, which comes next.
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

const folder = temporaryFolder();

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) return;
  execFileSync(process.execPath, [join(checkout, 'tools/build.cjs')], { cwd: checkout });
  const options = { root: checkout, dataFolder: join(folder, 'data'), traffic: false, allowWarnings: true };
  stack = await startStack({ ...options, portOffset: await freeOffset() });
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}, 120_000);

async function freeOffset(portOffset = 23_000): Promise<number> {
  return checkPorts(addresses({ portOffset })).then(
    () => portOffset,
    () => freeOffset(portOffset + 1_000),
  );
}

/** A page of a browser that was just opened, on the catalogue, and the list of what went wrong on it. */
async function openShop(options: BrowserContextOptions = {}): Promise<{ page: Page; troubles: string[] }> {
  const context = await browser!.newContext({ ...options, baseURL: stack!.addresses.url('frontend') });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', ({ message }) => troubles.push(message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  await page.goto('/');
  return { page, troubles };
}

async function status(page: Page): Promise<string | null> {
  return page.locator('[data-order-status]').getAttribute('data-order-status');
}

async function interactions(action: string): Promise<number> {
  const text = await (await fetch(`${stack!.addresses.url('frontend')}/metrics`)).text();
  return Number(new RegExp(`^user_interactions_total\\{action="${action}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
}

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  const target = page.locator(selector).first();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}

inChromium(
  'a customer searches, logs in at the checkout, buys, and watches the order arrive on one page',
  async () => {
    const { page, troubles } = await openShop();
    await page.getByLabel('Search products').fill('BELL');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'Hand bell' }).click();
    await page.getByLabel('Quantity').fill('2');
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'Check out' }).click();
    await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
    await page.getByLabel('E-mail address').fill('ada@example.com');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
    await page.getByText('You buy as Ada Okafor').waitFor();
    // One payment in a hundred is declined on an ordinary day too.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await page.getByRole('button', { name: 'Buy for €84.00' }).click();
      if ((await status(page)) === 'paid') break;
      await page.getByRole('link', { name: 'Hand bell' }).click();
      await page.getByLabel('Quantity').fill('2');
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByRole('link', { name: 'Check out' }).click();
    }
    await page.getByRole('link', { name: 'Track this order' }).click();
    await page.locator('h1').evaluate((heading) => heading.ownerDocument.body.setAttribute('data-first', ''));
    await page.getByRole('heading', { name: 'Delivered' }).waitFor({ timeout: DELIVERY_MS });
    expect(await page.locator('.steps li.done').count()).toBe(5);
    expect(await page.locator('body[data-first]').count()).toBe(1);
    await page.getByRole('link', { name: 'Orders of Ada Okafor' }).click();
    await page.getByRole('row', { name: /Delivered/ }).waitFor();
    expect(troubles).toEqual([]);
  },
  DELIVERY_MS + 30_000,
);

inChromium(
  'without JavaScript and on a phone a guest buys and tracks the order, and no page is wider than the screen',
  async () => {
    const phone = { viewport: { width: 360, height: 700 }, isMobile: true, hasTouch: true };
    const { page } = await openShop({ ...phone, javaScriptEnabled: false });
    const widths: number[] = [];
    const look = async (): Promise<unknown> => widths.push((await page.locator('html').boundingBox())!.width);
    const steps = ['a[href="/products/1"]', 'text=Add to cart', 'text=Check out', 'button:has-text("Buy for")'];
    for (const step of steps) {
      await look();
      await page.locator(step).tap();
    }
    await look();
    const order = await page.locator('dd').first().textContent();
    await page.goto(`/track/${order!.trim()}`);
    await look();
    await page.locator(':is(.dispatched, .in_transit, .delivered, .payment_failed)').waitFor({ timeout: DELIVERY_MS });
    expect(widths).toEqual(Array(6).fill(360));
  },
  DELIVERY_MS + 30_000,
);

inChromium(
  'the keyboard is enough to buy',
  async () => {
    const { page, troubles } = await openShop();
    await page.keyboard.press('Tab');
    expect(await page.locator('.skip').evaluate((link) => link === link.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await tabTo(page, '#q');
    await page.keyboard.type('mug');
    await page.keyboard.press('Enter');
    for (const [selector, next] of [
      ['a[href^="/products/"]', '#quantity'],
      ['form[action="/cart"] button', '.lines'],
      ['a[href="/checkout"]', 'fieldset'],
    ] as const) {
      if (selector.startsWith('a[href^')) await page.getByRole('heading', { name: 'Search: mug' }).waitFor();
      await tabTo(page, selector);
      await page.keyboard.press('Enter');
      await page.locator(next).waitFor();
    }
    await tabTo(page, 'input[value="card"]');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'form[action="/checkout"] button');
    await page.keyboard.press('Enter');
    await page.getByText('PayPal').waitFor();
    expect(await status(page)).toMatch(/^(paid|payment_failed)$/);
    expect(troubles).toEqual([]);
  },
  60_000,
);

inChromium(
  'who leaves the checkout is noted, who buys is not',
  async () => {
    const { page } = await openShop();
    await page.goto('/products/2');
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'Check out' }).click();
    const before = await interactions('checkout_abandoned');
    await page.getByRole('link', { name: 'Back to the cart' }).click();
    // The browser sends the note behind the page that comes next.
    await page.getByRole('heading', { name: 'Cart' }).waitFor();
    while ((await interactions('checkout_abandoned')) === before) await page.waitForTimeout(50);
    await page.getByRole('link', { name: 'Check out' }).click();
    await page.getByRole('button', { name: /^Buy for/ }).click();
    await page.locator('[data-order-status]').waitFor();
    expect(await interactions('checkout_abandoned')).toBe(before + 1);
  },
  60_000,
);
