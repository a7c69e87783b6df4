/** What the device says that this sign-in did not press: of our shape or not there, and never silent. */
import assert from "node:assert/strict";
import test from "node:test";
import type { Moment } from "../clock.js";
import { actsOf, isSeenWhole, isSound, mustAsk, nextOf, pressed, wanted } from "../outbox/act.js";
import type { Act } from "../outbox/act.js";

const at = (ms: number, page = "now"): Moment => ({ wall: ms, mono: ms, page, ahead: 0 });
const HERE = at(5_000);

function row(signIn: string, page: string, address = "/circles/c/messages"): Act {
  const press = { account: "ana", signIn, address, fields: "text=hi", label: "Send" };
  return pressed([], press, "key", at(4_000, page))[0];
}

const seen = (acts: Act[]): Act[] => actsOf(acts, { account: "ana", signIn: "mine" }, HERE);

test("what this sign-in or this page pressed goes by itself, what another one left asks", () => {
  for (const own of [row("mine", "before"), row("another", "now")]) {
    assert.deepEqual(nextOf(seen([own]), HERE), [own]);
  }
  for (const address of ["/alerts", "/circles/c/messages", "/alerts/a/claims"]) {
    const [left] = seen([row("another", "before", address)]);
    assert.ok(left && mustAsk(left, HERE), address);
    assert.equal(left.label, "", "nobody knows whether the button said so");
  }
});

test("a row that says it was done before asks all the same", () => {
  const again: Act = { ...row("another", "before"), again: true };
  assert.deepEqual(nextOf(seen([again]), HERE), []);
  assert.deepEqual(nextOf(seen([{ ...again, signIn: "mine" }]), at(9_000_000)).length, 1);
});

test("after a yes it is this sign-in's own, at the end of its line", () => {
  const before = { ...row("mine", "before"), key: "other", order: 7 };
  const [left] = seen([row("another", "before")]);
  const yes = wanted([before], left as Act, HERE, "mine");
  assert.deepEqual([yes.signIn, yes.order, nextOf(seen([yes]), HERE)], ["mine", 8, [yes]]);
});

test("what another sign-in left gives no key to what is pressed now", () => {
  for (const address of ["/alerts", "/circles/c/messages"]) {
    const [left] = seen([row("another", "before", address)]);
    const { account, fields, label } = left as Act;
    const [made] = pressed([left as Act], { account, signIn: "mine", address, fields, label }, "own", HERE);
    assert.equal(made.key, "own", address);
  }
});

test("only words, and calls with no more than words, are seen whole", () => {
  const whole = [row("x", "p"), { ...row("x", "p", "/alerts"), fields: "" },
    { ...row("x", "p", "/alerts/a/responses"), fields: "text=here" }];
  for (const act of whole) assert.equal(isSeenWhole(act), true, act.address);
  const parts = [row("x", "p", "/alerts/a/claims"), row("x", "p", "/reports"), row("x", "p", "/alerts/a/details"),
    { ...row("x", "p", "/alerts"), fields: "ask=stay" }, { ...row("x", "p"), fields: "text=hi&to=x" }];
  for (const act of parts) assert.equal(isSeenWhole(act), false, `${act.address} ${act.fields}`);
});

test("nobody sees a row of another account", () => {
  assert.deepEqual(seen([{ ...row("mine", "now"), account: "ben" }]), []);
});

test("a row of any other shape than our own is not there", () => {
  const own = row("mine", "before");
  assert.equal(isSound(own), true);
  const planted: object[] = [
    { address: "/circles/c/closing", kind: "closing" }, { lane: "alerts" }, { kind: "alerts" },
    { address: ["/alerts"] }, { address: "https://elsewhere.example/circles/c/messages" },
    { fields: {} }, { fields: "text=hi&password=x" }, { order: "1" }, { order: Infinity },
    { fields: `text=${"x".repeat(30_000)}` }, { state: "weird" }, { state: undefined }, { pressed: undefined }, { pressed: { ...own.pressed, wall: NaN } }, { doneAt: {} },
    { key: 7 }, { key: ["key"] }, { account: 7 }, { signIn: {} },
    ...["key", "account", "signIn", "label"].map((name) => ({ [name]: "x".repeat(30_001) })),
  ];
  for (const part of planted) assert.equal(isSound({ ...own, ...part }), false, JSON.stringify(part));
});
