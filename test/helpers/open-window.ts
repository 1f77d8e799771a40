/** One browser for a test file, and a fresh window on a fake program for each test. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchChromium } from './chromium.ts';
import type { FakeProgram } from './fake-program.ts';
import { type WindowServer, windowServer } from './window-server.ts';

export interface OpenWindow {
  readonly page: Page;
  readonly server: WindowServer;
  /** What the page wrote to the console as an error, and what it threw. */
  readonly complaints: string[];
  goTo(path: string): Promise<void>;
}
export interface WindowOptions {
  readonly path?: string;
  readonly scheme?: 'light' | 'dark';
}

/** Call it once at the top of a test file; everything opened is closed after each test. */
export function windows(): (program: FakeProgram, options?: WindowOptions) => Promise<OpenWindow> {
  let browser: Browser;
  const opened: { context: BrowserContext; server: WindowServer }[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    for (const { context, server } of opened.splice(0)) {
      await context.close();
      await server.close();
    }
  });
  afterAll(() => browser?.close());

  return async (program, { path = '/', scheme = 'light' } = {}) => {
    const server = await windowServer(program);
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
    });
    opened.push({ context, server });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(server.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const goTo = async (to: string) => {
      await page.goto(`${server.origin}/#${to}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
    };
    if (path !== '/') await goTo(path);
    return { page, server, complaints, goTo };
  };
}
