import assert from "node:assert/strict";
import { before, test } from "node:test";
import { money, written } from "../../static/js/lib/result.js";

const MB = 1024 * 1024;

before(() => {
  globalThis.document = /** @type {any} */ ({ documentElement: { lang: "pt-BR" } });
});

test("an amount is written as its readers write it", () => {
  assert.match(money({ value: "1250.50" }, { value: "BRL" }), /R\$\s1\.250,50/u);
  assert.match(money({ value: "7" }, { value: "EUR" }), /€\s7,00/u);
});

test("without a known currency only the number is said, without a number nothing", () => {
  assert.equal(money({ value: "12.5" }, undefined), "12,50");
  assert.equal(money({ value: "12.5" }, { value: "reais" }), "12,50");
  assert.equal(money({ value: "lots" }, { value: "BRL" }), "");
  assert.equal(money(undefined, { value: "BRL" }), "");
});

test("what has been sent is counted in the unit of the whole file", () => {
  assert.equal(written(0, 43 * 1024), "0 kB");
  assert.equal(written(43 * 1024, 43 * 1024), "43 kB");
  assert.equal(written(1.25 * MB, 5 * MB), "1,3 MB");
  assert.equal(written(100, 5 * MB), "0 MB");
});
