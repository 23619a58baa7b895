// Every figure has its unit, its window and its definition at hand: beside it, or behind its name, for fingers and for keys.

import assert from "node:assert/strict";
import { test } from "node:test";

import { forTests, pages, PHONE } from "./browser.mjs";

const open = forTests();
/** Figures by where they stand; a page has some of these. */
const CARDS = ".cards > div";
const NAMES = "#pooled tbody th, #side-by-side tbody th, #parts thead th + th, :is(#summary, #ledger) thead th";
/** What is no figure, and what its heading says all about. */
const NO_FIGURES = ["Period", "Price, USD"];

const definition = async (page, id) => {
  // The jump comes after the tap.
  await page.waitForFunction((id) => document.querySelector(":target")?.id === id && scrollY > 0, id);
  return page.evaluate((id) => {
    const entry = document.getElementById(id);
    const { top, bottom } = entry.getBoundingClientRect();
    return { said: entry.textContent, seen: top >= -1 && bottom <= innerHeight + 1, by: entry.parentElement.className };
  }, id);
};

const isDefinition = ({ said, seen, by }, name) => {
  assert.ok(seen, `the definition of “${name}” comes into sight`);
  assert.equal(by, "meanings");
  assert.match(said, /Unit: .+\. Window: .+\./, name);
};

for (const page of pages) {
  test(`${page.name} says of each figure what it is`, () =>
    open(page, { viewport: PHONE, hasTouch: true }, async (shown) => {
      const cards = await shown.$$eval(CARDS, (all) =>
        all.map((card) => ({
          name: card.querySelector("dt").textContent,
          unit: card.querySelector(".unit")?.textContent.trim(),
          note: card.querySelector(".note")?.checkVisibility() ? card.querySelector(".note").innerText : "",
        })),
      );
      for (const { name, unit, note } of cards) {
        assert.ok(unit, `“${name}” has a unit`);
        assert.match(note, / over | at the end|first 365 days/, `“${name}” has a window`);
      }

      const names = await shown.locator(NAMES).all();
      const figures = [];
      for (const each of names) if (!NO_FIGURES.includes(await each.textContent())) figures.push(each);
      // What is refused has no figures: nothing was run.
      assert.equal(cards.length + figures.length > 0, page.name !== "check-refused");
      for (const figure of figures) {
        if (!(await figure.isVisible())) continue;
        const name = await figure.textContent();
        const links = figure.locator("a[href^='#']");
        assert.equal(await links.count(), 1, `“${name}” leads to its definition`);
        const id = (await links.getAttribute("href")).slice(1);

        await links.tap();
        isDefinition(await definition(shown, id), name);

        await shown.evaluate(() => scrollTo(0, 0));
        await links.focus();
        await shown.keyboard.press("Enter");
        isDefinition(await definition(shown, id), name);
      }
    }));
}
