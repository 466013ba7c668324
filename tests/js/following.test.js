import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { connect as connectCountdown } from "../../static/js/controllers/countdown.js";
import { connect as connectFollowing } from "../../static/js/controllers/following.js";
import { FakeClock, FakeDocument, FakeServer, json } from "./page.js";

const CONFIRMED = "Your address is confirmed";

/** @type {FakeClock} */
let clock;
/** @type {() => void} */
let uninstall;
const { now } = Date;

beforeEach(() => {
  clock = new FakeClock();
  uninstall = clock.install();
  Date.now = () => clock.now;
  globalThis.document = /** @type {any} */ (new FakeDocument());
  globalThis.window = /** @type {any} */ (new EventTarget());
});

afterEach(() => {
  uninstall();
  Date.now = now;
});

test("a countdown holds the button, ticks for the eyes and speaks twice", () => {
  const { form, parts, button } = resendForm(65);
  connectCountdown(form);
  const spoken = parts.spoken.textContent;

  clock.tick(1000);

  assert.equal(button["aria-disabled"], "true");
  assert.deepEqual([parts.countdown.hidden, parts.countdown.textContent], [false, "in 64 s"]);
  assert.deepEqual([spoken, parts.spoken.textContent], ["wait 65 s", "wait 65 s"]);
  for (let second = 0; second < 64; second += 1) clock.tick(1000);
  assert.equal(button["aria-disabled"], "false");
  assert.deepEqual([parts.countdown.hidden, parts.spoken.textContent], [true, "now"]);
  assert.equal(clock.waiting.size, 0);
});

test("a long wait is told in minutes", () => {
  const { form, parts } = resendForm(3000);

  connectCountdown(form);

  assert.deepEqual(
    [parts.countdown.textContent, parts.spoken.textContent],
    ["in 50 min", "wait 50 min"],
  );
});

test("without anything to wait for the button is left alone", () => {
  const { form, parts, button } = resendForm(0);

  connectCountdown(form);

  assert.deepEqual([button, parts.countdown.hidden], [{}, true]);
});

test("a confirmation elsewhere shows the way on, once, and asks no more", async () => {
  const { section, parts } = followed();
  const server = answer({ state: "waiting" }, { state: "confirmed" });
  connectFollowing(section);

  await pass(200, 200, 400, 3000);

  assert.deepEqual([parts.confirmed.hidden, parts.waiting.hidden], [false, true]);
  assert.deepEqual([parts.title.textContent, section.dataset.state], [CONFIRMED, "confirmed"]);
  assert.equal(server.asked, 2);
});

test("a link that grew too old says so and leaves the rest of the page", async () => {
  const { section, parts } = followed();
  answer({ state: "expired" });
  connectFollowing(section);

  await pass(200);

  assert.deepEqual([parts.expired.hidden, parts.waiting.hidden], [false, false]);
  assert.equal(parts.title.textContent, "Confirm");
});

test("what is confirmed already is not asked about", async () => {
  const { section } = followed("confirmed");
  const server = answer({ state: "confirmed" });
  connectFollowing(section);

  await pass(200, 200);

  assert.equal(server.asked, 0);
});

/** @param {Record<string, any>} parts */
const rootOf = (parts, more = {}) =>
  /** @type {any} */ ({
    ...more,
    querySelector: (/** @type {string} */ wanted) =>
      parts[/data-part="(\w+)"/.exec(wanted)?.[1] ?? wanted] ?? null,
  });

/** @param {number} seconds */
function resendForm(seconds) {
  /** @type {Record<string, string>} */
  const button = {};
  const parts = {
    countdown: {
      hidden: true,
      textContent: "",
      dataset: { seconds: "in {count} s", minutes: "in {count} min" },
    },
    spoken: {
      textContent: "",
      dataset: { seconds: "wait {count} s", minutes: "wait {count} min", ready: "now" },
    },
  };
  const pressed = {
    setAttribute: (/** @type {string} */ name, /** @type {string} */ value) => {
      button[name] = value;
    },
  };
  const form = rootOf(
    { ...parts, "[data-busy]": pressed },
    { dataset: { seconds: String(seconds) } },
  );
  return { form, parts, button };
}

function followed(state = "waiting") {
  const parts = {
    title: { textContent: "Confirm", dataset: { confirmed: CONFIRMED } },
    confirmed: { hidden: true },
    expired: { hidden: true },
    waiting: { hidden: false },
  };
  return { section: rootOf(parts, { dataset: { state, url: "/signup/state" } }), parts };
}

/** @param {...object} bodies */
function answer(...bodies) {
  const server = new FakeServer(...bodies.map((body) => json({ ...body, poll_ms: 3000 })));
  globalThis.fetch = /** @type {any} */ (server.fetch);
  return server;
}

/** @param {...number} waits */
async function pass(...waits) {
  for (const wait of waits) {
    clock.tick(wait);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
