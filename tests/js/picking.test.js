import assert from "node:assert/strict";
import { test } from "node:test";
import { pick } from "../../static/js/lib/pick.js";
import { money } from "../../static/js/lib/result.js";
import { outcome } from "../../static/js/lib/sending.js";
import { lanes } from "../../static/js/lib/turns.js";

test("a field takes from a line what it wants", () => {
  const wanted = [
    ["Valor: R$ 1.250,00", "amount", "1.250,00"],
    ["2 x 10,00 = 20,00", "amount", "20,00"],
    ["Total 1,250.40", "amount", "1,250.40"],
    ["45,9 kg", "amount", ""],
    ["08/10/2026 - 14:22:05", "date", "2026-10-08"],
    ["08/10/2026 - 14:22:05", "time", "14:22:05"],
    ["às 9h05", "time", "09:05:00"],
    ["emitido 8.3.26", "date", "2026-03-08"],
    ["13/31/2026", "date", ""],
    ["2026-10-08", "date", "2026-10-08"],
    ["CNPJ: 12.345.678/0001-95", "receiver_document", "12.345.678/0001-95"],
    ["CPF ***.456.789-**", "payer_document", "***.456.789-**"],
    ["ID E12345678202610081722Ab3dE5gH7jK", "transaction_id", "E12345678202610081722Ab3dE5gH7jK"],
    ["Para: Padaria Lua Nova", "receiver_name", "Padaria Lua Nova"],
    ["Padaria Lua Nova", "receiver_name", "Padaria Lua Nova"],
  ];

  for (const [text = "", field = "", value] of wanted) {
    assert.equal(pick(text, field), value, `${field} in ${text}`);
  }
});

test("an answer is told apart: taken, refused in words, logged out, or nothing one can use", () => {
  const one = { job_id: "j", status: "queued", receipt_id: "r" };
  const done = { job_id: "j", status: "finished", result: { data: { receipt_id: "r" } } };

  assert.equal(outcome(202, JSON.stringify(one), "/x").accepted?.receipt_id, "r");
  assert.equal(outcome(202, JSON.stringify({ receipts: [one] }), "/x").accepted?.job_id, "j");
  assert.equal(outcome(200, JSON.stringify(done), "/x").accepted?.receipt_id, "r");
  assert.equal(
    outcome(422, JSON.stringify({ ...one, error: "damaged" }), "/x").accepted?.job_id,
    "j",
  );
  assert.equal(outcome(422, '{"error": "too big"}', "/x").sentence, "too big");
  assert.equal(outcome(413, '{"detail": "too large"}', "/x").sentence, "too large");
  assert.equal(outcome(401, "", "/x").trouble, "login");
  assert.equal(outcome(200, "<html>", "http://localhost/login?next=/").trouble, "login");
  assert.equal(outcome(502, "<html>", "/x").trouble, "server");
  assert.equal(outcome(200, "<html>", "/x").trouble, "server");
});

test("an amount is written as the page's language writes it", () => {
  globalThis.document = /** @type {any} */ ({ documentElement: { lang: "pt-BR" } });

  assert.equal(money({ value: "1250.00" }, { value: "BRL" }).replace(/\s/g, " "), "R$ 1.250,00");
  assert.equal(money({ value: "12.50" }, { value: null }), "12,50");
  assert.equal(money({ value: null }, undefined), "");
  assert.equal(money(undefined, undefined), "");
});

test("only so many are sent at once, and one that fails lets the next one go", async () => {
  const inTurn = lanes(2);
  let [busy, most] = [0, 0];
  const work = async () => {
    busy += 1;
    most = Math.max(most, busy);
    await new Promise((resolve) => setImmediate(resolve));
    busy -= 1;
    throw new Error("lost");
  };

  const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map(() => inTurn(work)));

  assert.equal(most, 2);
  assert.deepEqual([...new Set(outcomes.map((one) => one.status))], ["rejected"]);
});
