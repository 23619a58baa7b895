// A page is for everybody: headings, names, tables, landmarks as axe-core judges them; and contrast.

import assert from "node:assert/strict";
import { test } from "node:test";

import { axe, DESK, forTests, pages, SETTINGS, unfold } from "./browser.mjs";
import { faintWords } from "./contrast.mjs";

const open = forTests();
/** WCAG asks less of large letters; small ones are read on a phone in the sun. */
const CONTRAST = 4.5;

/** What axe finds, and what it could not decide. */
async function judged(page) {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    // Its contrast knows neither pictures nor what lies under a column that stays in place: faintWords does.
    const rules = { "color-contrast": { enabled: false } };
    const { violations, incomplete } = await window.axe.run(document, { rules });
    const told = (rule) => rule.nodes.map((node) => `${rule.id}, ${rule.help}: ${node.target}`);
    return [...violations, ...incomplete].flatMap(told);
  });
}

for (const page of pages) {
  for (const { said, ...settings } of SETTINGS) {
    test(`${page.name} has no barrier ${said}`, () =>
      open(page, settings, async (shown) => {
        await unfold(shown);
        assert.deepEqual(await judged(shown), []);
        assert.deepEqual(await shown.evaluate(faintWords, CONTRAST), []);
      }));
  }

  test(`${page.name} has one first heading, and skips no level`, () =>
    open(page, { viewport: DESK }, async (shown) => {
      const levels = await shown.$$eval("h1, h2, h3, h4, h5, h6", (all) => all.map((each) => Number(each.tagName[1])));
      assert.equal(levels.filter((level) => level === 1).length, 1);
      assert.equal(levels[0], 1);
      levels.forEach((level, place) => assert.ok(place === 0 || level <= levels[place - 1] + 1, `h${levels}`));
    }));

  test(`${page.name} has every anchor once, and none that is missing`, () =>
    open(page, { viewport: DESK }, async (shown) => {
      const ids = await shown.$$eval("[id]", (all) => all.map((each) => each.id));
      assert.deepEqual(ids.filter((id, place) => ids.indexOf(id) !== place), []);
      const asked = await shown.$$eval("a", (all) => all.map((each) => each.getAttribute("href")));
      assert.deepEqual(asked.filter((href) => !ids.includes(href.slice(1))), []);
    }));

  test(`${page.name} has tables with headings and captions, and pictures with names`, () =>
    open(page, { viewport: DESK }, async (shown) => {
      const found = await shown.evaluate(() => {
        const named = (svg) => svg.getAttribute("role") === "img" && svg.getAttribute("aria-label")?.trim();
        const said = (each) => each.outerHTML.slice(0, 120);
        const all = (css) => [...document.querySelectorAll(css)];
        return {
          pictures: all("svg:not([aria-hidden=true])").filter((svg) => !named(svg)).map(said),
          captions: all("table").filter((table) => !table.caption?.textContent.trim()).map(said),
          scopes: all("th").filter((cell) => !["col", "row"].includes(cell.scope)).map(said),
          heads: all("table").filter((table) => !table.querySelector("thead th")).map(said),
          rows: all("tbody tr").filter((row) => row.cells[0]?.tagName !== "TH").map(said),
        };
      });
      assert.deepEqual(found, { pictures: [], captions: [], scopes: [], heads: [], rows: [] });
    }));
}
