/** The sender without any page, as the worker runs it: only the network is made up here. */
import assert from "node:assert/strict";
import test from "node:test";
import { moment } from "../clock.js";
import { pressed } from "../outbox/act.js";
import type { Act } from "../outbox/act.js";
import { Flush } from "../outbox/flush.js";
import type { Told } from "../outbox/flush.js";
import { Store } from "../outbox/store.js";

type Reply = [status: number, said: object | null];
type Service = (address: string, token: string, key: string) => Reply | Promise<Reply>;

const now = (account: string): Reply => [200, {
  account, epoch: "e", csrf_token: "fresh", server_time: new Date().toISOString(),
}];
const DONE: Reply = [201, { kind: "message", id: "made", location: "/", seqs: {} }];

async function play(service: Service, addresses: string[], here = true) {
  const asked: string[] = [];
  globalThis.fetch = async (address, init) => {
    const headers = init?.headers as Record<string, string>;
    const key = init?.body instanceof URLSearchParams ? (init.body.get("key") ?? "") : "";
    asked.push(key ? `${String(address)} ${key}` : String(address));
    const [status, said] = await service(String(address), headers["X-CSRFToken"] ?? "", key);
    const type = said ? "application/json" : "text/html";
    const body = said ? JSON.stringify(said) : "<p>Welcome to our network</p>";
    return new Response(body, { status, headers: { "Content-Type": type } });
  };
  const store = new Store();
  let made = 0;
  for (const address of addresses) {
    const press = { account: "ana", address, fields: "text=hi", label: "" };
    await store.change((acts) => [pressed(acts, press, `key${(made += 1)}`, moment())]);
  }
  const told: Told[] = [];
  const page = here ? { account: "ana", epoch: "e", token: "old" } : null;
  const flushing = new Flush(store, (one) => told.push(one), page);
  const flushed = flushing.flush();
  return { asked, told, flushed, left: async (): Promise<Act[]> => store.all() };
}

test("a stale token is replaced, and the same key goes again", async () => {
  const service: Service = (address, token) => {
    if (address === "/me/now") return now("ana");
    return token === "fresh" ? DONE : [400, { error: "No.", stale: "csrf_token" }];
  };
  const { asked, flushed, left } = await play(service, ["/circles/c/messages"]);
  await flushed;
  assert.deepEqual(asked, ["/circles/c/messages key1", "/me/now", "/circles/c/messages key1"]);
  assert.deepEqual(await left(), []);
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
  const two = ["/circles/c/messages", "/circles/c/name"];
  const { asked, flushed, left } = await play(service, two);
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
