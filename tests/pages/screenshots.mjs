// Takes a picture of the first screen of each check's page: node screenshots.mjs FOLDER

import { join } from "node:path";

import { DESK, pages, start } from "./browser.mjs";

const [folder] = process.argv.slice(2);
const browser = await start();
try {
  for (const { name, url } of pages) {
    const page = await browser.newPage({ viewport: DESK, colorScheme: "light" });
    await page.goto(url);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    console.log(join(folder, `${name}.png`));
  }
} finally {
  await browser.close();
}
