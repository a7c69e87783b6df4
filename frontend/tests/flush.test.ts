/** The sender without any page, as the worker runs it: only the network is made up here. */
import assert from "node:assert/strict";
import test from "node:test";
import { moment } from "../clock.js";
import { pressed } from "../outbox/act.js";
import type { Act } from "../outbox/act.js";
import { Flush, flushAll } from "../outbox/flush.js";
import type { Told } from "../outbox/flush.js";
import { Store } from "../outbox/store.js";

type Reply = [status: number, said: object | null, retryAfter?: string];
type Service = (address: string, token: string, key: string) => Reply | Promise<Reply>;

const now = (account: string, signIn = "s"): Reply => [200, {
  account, sign_in: signIn, epoch: "e", csrf_token: "fresh", server_time: new Date().toISOString(),
}];
const DONE: Reply = [201, { kind: "message", id: "made", location: "/", seqs: {} }];

const TWO = ["/circles/c/messages", "/circles/c/name"];

async function play(service: Service, addresses: string[], here = true, breaks = false) {
  const asked: string[] = [];
  globalThis.fetch = async (address, init) => {
    const sent = init?.headers as Record<string, string>;
    const key = init?.body instanceof URLSearchParams ? (init.body.get("key") ?? "") : "";
    asked.push(key ? `${String(address)} ${key}` : String(address));
    const [status, said, retryAfter = ""] = await service(String(address), sent["X-CSRFToken"] ?? "", key);
    const type = said ? "application/json" : "text/html";
    const body = said ? JSON.stringify(said) : "<p>Welcome to our network</p>";
    const headers = { "Content-Type": type, "Retry-After": retryAfter };
    return new Response(body, { status, headers });
  };
  const store = new Store();
  let made = 0;
  for (const address of addresses) {
    const press = { account: "ana", signIn: "s", address, fields: "text=hi", label: "" };
    await store.change((acts) => pressed(acts, press, `key${(made += 1)}`, moment()));
  }
  const told: Told[] = [];
  const page = here ? { account: "ana", signIn: "s", epoch: "e", token: "old" } : null;
  const tell = (one: Told): void => {
    if (told.push(one) === 1 && breaks) throw new Error("an ear is broken");
  };
  const flushing = new Flush(store, tell, page);
  const flushed = flushing.flush();
  return { asked, told, store, flushing, flushed, left: async (): Promise<Act[]> => store.all() };
}

test("a stale token is replaced, and the same key goes again", async () => {
  const service: Service = (address, token) => {
    if (address === "/me/now") return now("ana");
    return token === "fresh" ? DONE : [400, { error: "No.", stale: "csrf_token" }];
  };
  const { asked, store, flushed, left } = await play(service, ["/circles/c/messages"]);
  await flushed;
  assert.deepEqual(asked, ["/circles/c/messages key1", "/me/now", "/circles/c/messages key1"]);
  assert.deepEqual(await left(), []);
  const { memory } = store as unknown as { memory: Map<string, Act> };
  assert.ok([...memory.values()].every(({ fields }) => !fields), "no word stays in the page");
});

test("a token that stays stale is asked for once, and the act waits for another time", async () => {
  let tokens = 0;
  const service: Service = (address) => {
    const [status, said] = now("ana");
    if (address === "/me/now") return [status, { ...(said as object), csrf_token: `${(tokens += 1)}` }];
    return [400, { error: "No.", stale: "csrf_token" }];
  };
  const { asked, told, flushed, left } = await play(service, ["/circles/c/messages", "/alerts"]);
  await flushed;
  assert.equal(asked.filter((one) => one.startsWith("/alerts")).length, 2);
  assert.ok(asked.length <= 6, `${asked.length} requests`);
  assert.equal((await left()).length, 2);
  assert.ok(told.every(({ verdict }) => verdict === "stale"));
});

test("under another sign-in nothing goes out, with a stale token or without a page", async () => {
  const service: Service = (address) =>
    address === "/me/now" ? now("ben") : [400, { error: "No.", stale: "csrf_token" }];
  const { told, flushed, left } = await play(service, ["/circles/c/messages"]);
  await flushed;
  assert.deepEqual(told.map(({ verdict }) => verdict), ["signed-out"]);
  assert.equal((await left()).length, 1);
  const worker = await play(service, ["/circles/c/messages"], false);
  await worker.flushed;
  assert.deepEqual(worker.asked, ["/me/now"]);
});

test("a call for help waits for no other lane", async () => {
  let free = (): void => undefined;
  const stuck = new Promise<Reply>((resolve) => (free = () => resolve(DONE)));
  const service: Service = (address) => (address === "/alerts" ? DONE : stuck);
  const { asked, told, flushed } = await play(service, ["/circles/c/messages", "/alerts"]);
  while (!told.length) await new Promise((later) => setTimeout(later, 1));
  assert.equal(asked[0], "/alerts key2");
  assert.deepEqual(told.map(({ act, verdict }) => [act.lane, verdict]), [["alerts", "done"]]);
  free();
  await flushed;
});

test("within a lane one waits for the other, and stays behind it when it fails", async () => {
  const service: Service = () => [503, { error: "Later." }];
  const { asked, flushed, left } = await play(service, TWO);
  await flushed;
  assert.deepEqual(asked, ["/circles/c/messages key1"]);
  assert.equal((await left()).length, 2);
});

test("the welcome page of somebody else's network is no acknowledgement", async () => {
  const { told, flushed, left } = await play(() => [200, null], ["/alerts"]);
  await flushed;
  assert.deepEqual(told.map(({ verdict }) => verdict), ["later"]);
  assert.equal((await left()).length, 1);
});

test("a line that broke once is free the next time", async () => {
  const { asked, told, flushing, flushed, left } = await play(() => DONE, TWO, true, true);
  await assert.rejects(flushed, /an ear/);
  assert.deepEqual(asked, ["/circles/c/messages key1"]);

  await flushing.flush();

  assert.deepEqual(told.map(({ act }) => act.key), ["key1", "key2"]);
  assert.deepEqual(await left(), []);
});

test("a browser that gives no locks sends without them", async () => {
  const request = () => Promise.reject(new DOMException("no", "SecurityError"));
  Object.defineProperty(globalThis, "navigator", { value: { locks: { request } }, configurable: true });
  try {
    const { asked, flushed } = await play(() => DONE, ["/alerts"]);
    await flushed;
    assert.deepEqual(asked, ["/alerts key1"]);
  } finally {
    Reflect.deleteProperty(globalThis, "navigator");
  }
});

test("under another sign-in of the same account only what this page pressed goes on", async () => {
  const service: Service = (address, token) => {
    if (address === "/me/now") return now("ana", "another");
    return token === "fresh" ? DONE : [400, { error: "No.", stale: "csrf_token" }];
  };
  const { asked, store, flushing, flushed } = await play(service, ["/alerts"]);
  const press = { account: "ana", signIn: "s", address: "/alerts", fields: "", label: "" };
  const before = { ...moment(), page: "before" };
  await flushed;
  await store.change(() => pressed([], press, "left", before));

  await flushing.flush();

  assert.deepEqual((await store.all()).map(({ key }) => key), ["left"]);
  assert.ok(!asked.includes("/alerts left"));
});

test("an act of the sign-in before is looked at anew when its token is stale", async () => {
  const service: Service = (address, token) => {
    if (address === "/me/now") return now("ana", "another");
    return token === "fresh" ? DONE : [400, { error: "No.", stale: "csrf_token" }];
  };
  const { asked, store, flushing, flushed } = await play(service, []);
  await flushed;
  const press = { account: "ana", signIn: "s", address: "/alerts", fields: "", label: "" };
  await store.change(() => pressed([], press, "left", { ...moment(), page: "before" }));

  await flushing.flush();

  assert.deepEqual((await store.all()).map(({ key, state }) => [key, state]), [["left", "waiting"]]);
  assert.ok(asked.filter((one) => one === "/alerts left").length <= 1, "not with the new token");
});

test("the worker asks to be woken again while something waits and nobody answers", async () => {
  const { store, flushed } = await play(() => [503, null], ["/alerts"]);
  await flushed;

  await assert.rejects(flushAll(store), /waits/);

  const { store: sent } = await play((address) => (address === "/me/now" ? now("ana") : DONE), []);
  await flushAll(sent);
});

const REST: Reply = [429, { error: "Later." }, "30"];
const WORDS_AND_A_CALL = ["/circles/c/messages", "/alerts"];

test("what one line was asked to rest holds back no call for help", async () => {
  const service: Service = (address) => (address === "/alerts" ? [503, null] : REST);
  const { asked, flushing, flushed } = await play(service, WORDS_AND_A_CALL);

  assert.equal(await flushed, 0);

  asked.length = 0;
  await flushing.flush(false);
  assert.deepEqual(asked, ["/alerts key2"]);
  await flushing.flush(true);
  assert.ok(asked.includes("/circles/c/messages key1"), "a person who presses is not asked to wait");
});

test("a try in between does not forget what another one was asked", async () => {
  let free = (): void => undefined;
  const stuck = new Promise<Reply>((resolve) => (free = () => resolve(DONE)));
  let tries = 0;
  const service: Service = (address) => {
    if (address === "/alerts") return stuck;
    return (tries += 1) === 1 ? REST : [503, { error: "Later." }];
  };
  const { told, flushing, flushed } = await play(service, WORDS_AND_A_CALL);
  while (!told.length) await new Promise((later) => setTimeout(later, 1));

  await flushing.flush(false);
  free();

  await flushed;
  const wait = await flushing.flush(false);
  assert.ok(wait > 29_000 && wait <= 30_000, `${wait}`);
});

test("nobody may ask for a rest without end", async () => {
  const long: Service = () => [503, { error: "Later." }, "86400"];
  const call = await play(long, ["/alerts"]);
  assert.ok((await call.flushed) <= 10_000);
  const words = await play(long, ["/circles/c/messages"]);
  assert.ok((await words.flushed) <= 60_000);
});
