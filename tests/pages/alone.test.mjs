// A page is one file: it asks nobody for anything.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { test } from "node:test";

import { DESK, forTests, pages, unfold } from "./browser.mjs";

const open = forTests();

test("there is a page of every kind", () => {
  const names = pages.map((page) => page.name);
  assert.deepEqual(names, ["check-condemned", "check-harmless", "check-refused", "crash60", "long", "replay"]);
});

for (const page of pages) {
  test(`${page.name} opens without a network, asks for nothing and complains about nothing`, () =>
    open(page, { viewport: DESK }, async (shown, heard) => {
      await unfold(shown);
      await shown.waitForLoadState("networkidle");
      assert.deepEqual(heard.requests, [page.url]);
      assert.deepEqual(heard.complaints, []);
      assert.match(await shown.title(), /^.+: ballast/);
      assert.equal(await shown.evaluate(() => document.compatMode), "CSS1Compat");
    }));

  test(`${page.name} is less than 2 MB`, () => {
    assert.ok(statSync(page.path).size < 2_000_000, `${statSync(page.path).size} bytes`);
  });
}
