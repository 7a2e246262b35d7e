import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser of this machine: CHROMIUM_PATH, else the first of the usual names on PATH. */
export const chromiumPath = (env: NodeJS.ProcessEnv = process.env): string | undefined =>
  env['CHROMIUM_PATH'] ??
  (env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((dir) => names.map((name) => join(dir, name)))
    .find((path) => existsSync(path));

/** Starts it without a window and without anything that talks to the network by itself. */
export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // One process for all pages of a test file: contexts keep them apart, and a process costs more than most tests.
      '--renderer-process-limit=1',
    ],
  });

/** As `chromiumPath`; without a browser it says what was not tried, and in CI that is an error. */
export const browserPath = (notTried: string): string | undefined => {
  const path = chromiumPath();
  const why = `no chromium on PATH and no CHROMIUM_PATH: ${notTried}`;
  if (path === undefined && process.env['CI']) throw new Error(why);
  if (path === undefined) console.warn(`skipped: ${why}`);
  return path;
};
