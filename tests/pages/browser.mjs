// The browser, and the pages that are opened in it.

import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before } from "node:test";

const needed = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run scripts/page-tests.sh`);
  return value;
};

const packages = createRequire(needed("BALLAST_NODE_PACKAGES"));
const { chromium } = packages("playwright-core");

export const axe = packages.resolve("axe-core/axe.min.js");

/** Every page that was written, with the name of its folder. */
export const pages = readdirSync(needed("BALLAST_PAGES"), { recursive: true })
  .filter((file) => file.endsWith(".html"))
  .sort()
  .map((file) => {
    const path = join(needed("BALLAST_PAGES"), file);
    return { name: basename(join(path, "..")), path, url: pathToFileURL(path).href };
  });

export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };
/** A4 less the margins of the style sheet: 182 mm at 96 dots an inch. */
export const PAPER = { width: 688, height: 1017 };

/** What a page looks like: on which screen, in which colours. */
export const SETTINGS = [
  { said: "on a desk, light", viewport: DESK, colorScheme: "light" },
  { said: "on a desk, dark", viewport: DESK, colorScheme: "dark" },
  { said: "on a phone, light", viewport: PHONE, colorScheme: "light", hasTouch: true },
  { said: "on a phone, dark", viewport: PHONE, colorScheme: "dark", hasTouch: true },
];

export async function start() {
  // The browser's own sandbox does not start as root.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: needed("BALLAST_BROWSER"), args });
}

/** A browser for the tests of a file. `open` shows a page without a network, and closes it after `use`. */
export function forTests() {
  let browser;
  before(async () => void (browser = await start()));
  after(() => browser?.close());
  return async ({ url }, settings, use) => {
    const context = await browser.newContext({ offline: true, reducedMotion: "reduce", ...settings });
    try {
      const page = await context.newPage();
      const heard = { requests: [], complaints: [] };
      page.on("request", (request) => heard.requests.push(request.url()));
      page.on("console", (message) => heard.complaints.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => heard.complaints.push(`error: ${error.message}`));
      await page.goto(url, { waitUntil: "load" });
      await use(page, heard);
    } finally {
      await context.close();
    }
  };
}

/** Opens all that is folded away. */
export const unfold = (page) =>
  page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
