// A page reads well: on a phone, on paper, and for who does not know the words.

import assert from "node:assert/strict";
import { test } from "node:test";

import { DESK, forTests, pages, PAPER, PHONE, unfold } from "./browser.mjs";
import { badLabels } from "./pictures.mjs";

const open = forTests();
const SMALLEST_LETTERS = 10;

/** What is wider than the page, but for what scrolls in a box of its own. */
const tooWide = () => {
  const width = document.documentElement.clientWidth;
  const scrolls = (each) => each && (getComputedStyle(each).overflowX === "auto" || scrolls(each.parentElement));
  const wide = [...document.querySelectorAll("body *")]
    .filter((each) => each.checkVisibility() && !each.ownerSVGElement && !scrolls(each.parentElement))
    .filter((each) => each.getBoundingClientRect().right > width + 1 || each.getBoundingClientRect().left < -1);
  // Not what is in something else that is told already.
  const found = wide.filter((each) => !wide.includes(each.parentElement)).map((each) => each.outerHTML.slice(0, 120));
  // Without its own word on that, a phone lays a page out as wide as a desk.
  return { width, page: document.documentElement.scrollWidth, found };
};

/** What has more in it than it shows. */
const cutOff = () =>
  [...document.querySelectorAll("body *")]
    .filter((each) => each.checkVisibility() && !each.ownerSVGElement && getComputedStyle(each).overflowX !== "visible")
    .filter((each) => each.scrollWidth > each.clientWidth + 1)
    .map((each) => `${each.scrollWidth - each.clientWidth} px of ${each.outerHTML.slice(0, 120)}`);

for (const page of pages) {
  test(`${page.name} fits on a phone, and wide tables scroll by themselves`, () =>
    open(page, { viewport: PHONE, hasTouch: true, isMobile: true }, async (shown) => {
      await unfold(shown);
      assert.deepEqual(await shown.evaluate(tooWide), { width: PHONE.width, page: PHONE.width, found: [] });
    }));

  test(`${page.name} leaves room on a phone for what tables say of each row`, () =>
    open(page, { viewport: PHONE }, async (shown) => {
      await unfold(shown);
      const most = 0.6;
      const crowded = await shown.$$eval(".scroll", (all, most) =>
        all
          .filter((box) => box.querySelector("tbody th").offsetWidth > most * box.clientWidth)
          .map((box) => box.querySelector("table").id), most);
      assert.deepEqual(crowded, []);
    }));

  test(`${page.name} is all on paper, with what is folded away`, () =>
    open(page, { viewport: PAPER }, async (shown) => {
      await shown.emulateMedia({ media: "print", colorScheme: "dark" });
      assert.deepEqual(await shown.evaluate(tooWide), { width: PAPER.width, page: PAPER.width, found: [] });
      assert.deepEqual(await shown.evaluate(cutOff), []);
      const folded = await shown.$$eval("details > :not(summary)", (all) =>
        all.filter((each) => !each.checkVisibility({ contentVisibilityAuto: true })).map((each) => each.outerHTML.slice(0, 120)),
      );
      assert.deepEqual(folded, []);
      assert.equal(await shown.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
    }));

  for (const [said, viewport] of [["desk", DESK], ["phone", PHONE], ["sheet of paper", PAPER]]) {
    test(`${page.name} has no word in a picture that cannot be read on a ${said}`, () =>
      open(page, { viewport }, async (shown) => {
        if (viewport === PAPER) await shown.emulateMedia({ media: "print" });
        await unfold(shown);
        assert.deepEqual(await shown.evaluate(badLabels, viewport === PAPER ? 7 : SMALLEST_LETTERS), []);
      }));
  }
}
