import assert from "node:assert/strict";
import { test } from "node:test";
import { outcome } from "../../static/js/lib/sending.js";
import { lanes } from "../../static/js/lib/turns.js";

const HERE = "http://counter.example/financeiro/lancar-pagamento";

test("a file that was taken gives its receipt, in every way the server says so", () => {
  const queued = { job_id: "j", status: "queued", receipt_id: "r" };
  const read = { job_id: "j", status: "finished", result: { data: { receipt_id: "r" } } };

  for (const answer of [queued, read, { receipts: [queued] }]) {
    assert.equal(outcome(202, JSON.stringify(answer), HERE).accepted?.receipt_id, "r");
  }
});

test("what was kept but could not be read was taken all the same", () => {
  const answer = { receipt_id: "r", job_id: "j", error: "It is damaged." };

  assert.equal(outcome(422, JSON.stringify(answer), HERE).accepted?.receipt_id, "r");
});

test("a refusal is told in the server's own words", () => {
  assert.deepEqual(outcome(422, '{"error": "Not a picture."}', HERE), {
    sentence: "Not a picture.",
  });
  assert.deepEqual(outcome(422, '{"detail": "Too large."}', HERE), { sentence: "Too large." });
});

test("a server without words, or with a page where an answer should be, is trouble", () => {
  for (const [status, text] of /** @type {const} */ ([
    [500, "<h1>Oh</h1>"],
    [502, ""],
    [200, "<h1>Hello</h1>"],
  ])) {
    assert.deepEqual(outcome(status, text, HERE), { trouble: "server" });
  }
});

test("who is logged out is told so, not that the file is bad", () => {
  assert.deepEqual(outcome(401, "", HERE), { trouble: "login" });
  const login = "http://counter.example/login?next=x";
  assert.deepEqual(outcome(200, "<h1>Log in</h1>", login), { trouble: "login" });
});

test("only so many go at once, the others in their order, and a failed one makes room", async () => {
  const inTurn = lanes(2);
  /** @type {string[]} */
  const begun = [];
  /** @type {Record<string, (failed?: boolean) => void>} */
  const end = {};
  const work = (/** @type {string} */ name) =>
    inTurn(
      () =>
        new Promise((resolve, reject) => {
          begun.push(name);
          end[name] = (failed) => (failed ? reject(new Error(name)) : resolve(name));
        }),
    );
  const [one, two, three] = ["one", "two", "three"].map(work);
  await null;
  assert.deepEqual(begun, ["one", "two"]);

  end.two?.(true);
  await assert.rejects(/** @type {Promise<unknown>} */ (two));
  await null;

  assert.deepEqual(begun, ["one", "two", "three"]);
  end.one?.();
  end.three?.();
  assert.deepEqual(await Promise.all([one, three]), ["one", "three"]);
});
