import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isShort, strength, surprise } from "../../static/js/lib/guessing.js";

// tests/unit/accounts/test_passwords.py asks the server about the same ones
const GUESSES = JSON.parse(readFileSync(new URL("guesses.json", import.meta.url), "utf8"));

test("the browser counts as the server does", () => {
  for (const { typed, known, surprise: letters } of GUESSES) {
    assert.equal(surprise(typed, known), letters, typed);
  }
});

test("what is short or easily guessed has no strength", () => {
  for (const password of ["", "Kd8#kd9s0Pq", "abcabcabcabcabc", "mariasilva2024"]) {
    assert.equal(strength(password, ["maria.silva@example.com"]), 0, password);
  }
});

test("strength grows with what cannot be foretold", () => {
  const growing = ["aabbc112233xyz9k", "99999-99999-kiwi", "Kd8#kd9s0Pq!", "uma vaca no telhado"];
  assert.deepEqual(
    growing.map((password) => strength(password, [])),
    [2, 2, 3, 4],
  );
});

test("letters are counted as people see them written", () => {
  assert.equal(isShort("🌧".repeat(11)), true);
  assert.equal(isShort("é".normalize("NFD").repeat(11)), true);
  assert.equal(isShort("é".normalize("NFD").repeat(12)), false);
});
