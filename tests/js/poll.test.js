import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { poll } from "../../static/js/lib/poll.js";
import { cut, FakeClock, FakeDocument, FakeServer, json, refused } from "./page.js";

const WORKING = json({ poll_ms: 1000, ended: false });
const ENDED = json({ poll_ms: 1000, ended: true });

/** @type {FakeDocument} */
let page;
/** @type {string[]} */
let heard;
/** @type {FakeClock} */
let clock;
/** @type {() => void} */
let uninstall;

beforeEach(() => {
  clock = new FakeClock();
  uninstall = clock.install();
  page = new FakeDocument();
  heard = [];
  globalThis.document = /** @type {any} */ (page);
  globalThis.window = /** @type {any} */ (new EventTarget());
});

afterEach(() => uninstall());

test("the first answers come after 200, 400 and 800 ms, then as often as the server says", async () => {
  const server = listenTo(WORKING);

  assert.equal(await askedAfter(server, 199), 0);
  assert.equal(await askedAfter(server, 1), 1);
  assert.equal(await askedAfter(server, 200), 2);
  assert.equal(await askedAfter(server, 400), 3);
  assert.equal(await askedAfter(server, 999), 3);
  assert.equal(await askedAfter(server, 1), 4);
});

test("nothing is asked after the end", async () => {
  const server = listenTo(WORKING, ENDED);

  for (const wait of [200, 200]) await askedAfter(server, wait);

  assert.equal(await askedAfter(server, 60_000), 2);
  assert.deepEqual(heard, ["working", "ended"]);
});

test("Retry-After counts where the answer does not say how often", async () => {
  const server = listenTo(json({}, { "Retry-After": "7" }));
  await settleFirst(server);

  assert.equal(await askedAfter(server, 6999), 3);
  assert.equal(await askedAfter(server, 1), 4);
});

test("a hidden tab rests and asks at once when it is seen again", async () => {
  const server = listenTo(WORKING);
  await settleFirst(server);
  page.turn(true);
  assert.equal(await askedAfter(server, 60_000), 3);

  page.turn(false);

  assert.equal(await askedAfter(server, 0), 4);
});

test("a lost network is told, asked about more slowly, and left behind", async () => {
  const server = listenTo(WORKING, cut, cut, cut, ENDED);

  for (const wait of [200, 200]) await askedAfter(server, wait);
  assert.deepEqual(heard, ["working", "offline"]);
  await askedAfter(server, 1000);
  assert.equal(await askedAfter(server, 1999), 3);
  await askedAfter(server, 1);
  await askedAfter(server, 4000);

  assert.deepEqual(heard, ["working", "offline", "offline", "offline", "ended"]);
});

test("the network's return is not waited for", async () => {
  const server = listenTo(cut, ENDED);
  await askedAfter(server, 200);

  window.dispatchEvent(new Event("online"));

  assert.equal(await askedAfter(server, 0), 2);
});

test("an unknown job is asked for four times, ever more slowly", async () => {
  const server = listenTo(refused(404));

  for (const wait of [200, 3000, 6000, 12_000]) await askedAfter(server, wait);

  assert.equal(await askedAfter(server, 600_000), 4);
  assert.deepEqual(heard, ["unknown", "unknown", "unknown", "unknown, last"]);
});

test("a busy server is obeyed and not called offline", async () => {
  const server = listenTo(refused(429, { "Retry-After": "20" }), ENDED);
  await askedAfter(server, 200);

  assert.equal(await askedAfter(server, 19_999), 1);
  assert.equal(await askedAfter(server, 1), 2);
  assert.deepEqual(heard, ["ended"]);
});

test("a page of somebody else's network is no answer", async () => {
  listenTo(() => new Response("<h1>Please pay for the Wi-Fi</h1>"), ENDED);

  await settle(200);

  assert.deepEqual(heard, ["offline"]);
});

/** @param {((url: string) => Response)[]} answers */
function listenTo(...answers) {
  const server = new FakeServer(...answers);
  globalThis.fetch = /** @type {any} */ (server.fetch);
  poll("/api/v1/jobs/1", {
    onAnswer: (/** @type {{ ended: boolean, poll_ms?: number }} */ job) => {
      heard.push(job.ended ? "ended" : "working");
      return job.ended;
    },
    onOffline: () => heard.push("offline"),
    onUnknown: (last) => heard.push(last ? "unknown, last" : "unknown"),
  });
  return server;
}

/** @param {FakeServer} server */
async function settleFirst(server) {
  for (const wait of [200, 200, 400]) await askedAfter(server, wait);
}

/**
 * @param {FakeServer} server
 * @param {number} milliseconds
 */
async function askedAfter(server, milliseconds) {
  await settle(milliseconds);
  return server.asked;
}

/** @param {number} milliseconds */
async function settle(milliseconds) {
  await new Promise(setImmediate);
  clock.tick(milliseconds);
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}
