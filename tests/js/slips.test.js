import assert from "node:assert/strict";
import { test } from "node:test";
import { suggestion } from "../../static/js/lib/slips.js";

const DOMAINS = "gmail.com hotmail.com uol.com.br ymail.com:ymail.com gmail.com.br:gmail.com";

test("one slip of the finger is recognised", () => {
  const slips = ["gmial.com", "gmal.com", "gmaill.com", "gnail.com", "GMAIL.con", "mail.com"];
  for (const domain of slips) {
    assert.equal(suggestion(`ana@${domain}`, DOMAINS), "ana@gmail.com", domain);
  }
  assert.equal(suggestion("ana@hotmial.com", DOMAINS), "ana@hotmail.com");
});

test("what is known to be mistaken is recognised, however many letters differ", () => {
  assert.equal(suggestion("ana@gmail.com.br", DOMAINS), "ana@gmail.com");
});

test("what is right, or somebody's own, is left alone", () => {
  for (const typed of [
    "",
    "ana",
    "@gmial.com",
    "ana@gmail.com",
    "ana@ymail.com",
    "a@loja.example",
  ]) {
    assert.equal(suggestion(typed, DOMAINS), null, typed);
  }
});
