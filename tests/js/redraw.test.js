import assert from "node:assert/strict";
import { test } from "node:test";
import { fetched } from "../../static/js/lib/redraw.js";
import { cut, FakeServer, refused } from "./page.js";

const page = () => new Response("<p>here</p>");
const SOON = [0, 0, 0];

/** @param {FakeServer} server */
const asking = (server) => {
  globalThis.fetch = /** @type {any} */ (server.fetch);
  return fetched("/receipts/1", SOON);
};

test("a page that is there is asked for once", async () => {
  const server = new FakeServer(page);

  assert.equal(await asking(server), "<p>here</p>");

  assert.equal(server.asked, 1);
});

test("a broken line and a server that stumbles are asked again", async () => {
  const server = new FakeServer(cut, refused(500), refused(429), page);

  assert.equal(await asking(server), "<p>here</p>");
});

test("it is not asked for ever", async () => {
  const server = new FakeServer(refused(500));

  assert.equal(await asking(server), null);

  assert.equal(server.asked, 1 + SOON.length);
});

test("a page that is not for us is not asked for again", async () => {
  const server = new FakeServer(refused(404));

  assert.equal(await asking(server), null);

  assert.equal(server.asked, 1);
});
