/** Any history of presses, lost lines, jumping clocks and restores: each act once, in order, none lost. */
import assert from "node:assert/strict";
import test from "node:test";
import { ageOf } from "../clock.js";
import type { Moment } from "../clock.js";
import { everOld, mayKeep, mustAsk, nextOf, pressed, verdictOn, wantedAnew } from "../outbox/act.js";
import { Chance } from "./chance.js";
import { Device } from "./device.js";

const CASES = 3_000;

function step(chance: Chance, device: Device): void {
  const turn = chance.next();
  if (turn < 0.25) device.press();
  else if (turn < 0.6) device.send();
  else if (turn < 0.66) device.decide();
  else if (turn < 0.7) device.jump();
  else if (turn < 0.75) device.reload();
  else if (turn < 0.77) device.restore();
  else device.pass(chance.below(chance.happens(0.2) ? 200_000 : 5_000));
}

test(`${CASES} histories: once under one key, in order, calls first, nothing dropped`, () => {
  for (let seed = 1; seed <= CASES; seed += 1) {
    try {
      const chance = new Chance(seed);
      const device = new Device(chance);
      for (let steps = 20 + chance.below(120); steps > 0; steps -= 1) {
        step(chance, device);
        device.check();
      }
      device.heal();
    } catch (error) {
      throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
    }
  }
});

const at = (wall: number, mono: number, page = "a", ahead: number | null = null): Moment => {
  return { wall, mono, page, ahead };
};

test("an age is right with a clock that is a day off, and when it jumps meanwhile", () => {
  const day = 86_400_000;
  assert.equal(ageOf(at(-day, 0), at(-day + 1_000, 1_000)), 1_000, "only off");
  const jumped = ageOf(at(0, 0, "a", 0), at(day + 1_000, 1_000, "a", -day));
  assert.equal(jumped, 1_000, "jumped on the same page");
  assert.equal(ageOf(at(0, 0, "a", day), at(day + 60_000, 5, "b", 0)), 60_000, "and on the next");
  assert.equal(ageOf(at(day, 0, "a", 0), at(600_000, 5, "b", day)), 600_000, "and backwards");
});

test("an age that cannot be known is for ever, so that a person is asked", () => {
  assert.equal(ageOf(at(86_400_000, 0), at(0, 5, "b")), Infinity);
  assert.equal(ageOf(at(0, 0), at(0, 5, "b")), 0);
});

test("a phone that slept asks the service, and an hour is an hour", () => {
  assert.equal(ageOf(at(0, 0, "a", 7), at(3_600_000, 20, "a", 7)), 3_600_000);
});

const press = (address: string, fields = "") =>
  pressed([], { account: "ana", signIn: "s", address, fields, label: "" }, "k".repeat(22), at(0, 0))[0];

test("what a clock pressed that was set back asks for good, unless the service's clock knows", () => {
  const [then, back] = [at(1e12, 0, "before"), at(1e12 - 86_400_000, 5)];
  const call = { ...press("/alerts"), pressed: then };
  const [old] = everOld([call], back);
  for (const here of [back, at(1e12, 5)]) assert.ok(old && mustAsk(old, here));
  assert.deepEqual(everOld([call], at(1e12 + 1_000, 5)), []);
  assert.deepEqual(everOld([{ ...call, pressed: { ...then, ahead: 0 } }], back), []);
});

test("a call that had to ask goes under a key of its own, words under theirs", () => {
  const [call, words] = [press("/alerts"), press("/circles/c/messages", "text=hi")];
  const late = at(700_000, 700_000);
  const [again, before] = wantedAnew([call], call, "another", late);
  assert.deepEqual([again.key, again.state, before?.key, before?.state],
    ["another", "waiting", call.key, "gone"]);
  const { account, signIn, address, fields, label } = call;
  const pressedAnew = pressed([call], { account, signIn, address, fields, label }, "another", late);
  assert.deepEqual(pressedAnew.map(({ key, state }) => [key, state]),
    [["another", "waiting"], [call.key, "gone"]]);
  assert.deepEqual(wantedAnew([call], call, "another", at(1, 1)).map(({ key }) => key), [call.key]);
  assert.deepEqual(wantedAnew([words], words, "another", late).map(({ key }) => key), [words.key]);
});

test("after two minutes a call for help asks, after ten minutes everything does", () => {
  const [call, words] = [press("/circles/c/alerts"), press("/circles/c/messages", "text=hi")];
  assert.deepEqual([call.lane, words.lane], ["alerts", "/circles/c"]);
  assert.deepEqual([120_000, 120_001].map((ms) => mustAsk(call, at(ms, ms))), [false, true]);
  assert.deepEqual([600_000, 600_001].map((ms) => mustAsk(words, at(ms, ms))), [false, true]);
  assert.deepEqual(nextOf([words, { ...call, order: 9 }], at(0, 0)).map(({ lane }) => lane),
    ["alerts", "/circles/c"]);
});

test("only our own words end an act; what is not the service's own counts for nothing", () => {
  const [error, seqs] = ["No.", {}];
  const ends = (status: number, said: unknown) => verdictOn({ status, said });
  for (const status of [200, 201]) assert.equal(ends(status, { seqs }), "done");
  for (const status of [400, 403, 404, 409, 410, 413, 422]) {
    assert.equal(ends(status, { error }), "refused");
    assert.equal(ends(status, null), "later", `${status} of a hotel's network`);
  }
  for (const status of [0, 200, 408, 425, 429, 500, 502, 503, 504]) {
    assert.equal(ends(status, { error }), "later");
  }
  assert.equal(ends(401, { error }), "signed-out");
  assert.equal(ends(401, null), "later", "a hotel's page");
  assert.equal(ends(400, { error, stale: "csrf_token" }), "stale");
});

test("what holds a secret or changes a circle is never kept", () => {
  const never = ["/sign-in", "/sign-up", "/password/change", "/me", "/me/numbers",
    "/confirm", "/invitations/secret/newcomers", "/exit", "/members/m/handover", "/members/m/role",
    "/members/m/sanctions", "/offers/o/acceptance", "/circles/c/closing", "/circles/c/leaving",
    "/circles/c/settings", "/circles/c/sharing", "/me/numbers/n/deletion", "/newcomers/n/welcome",
    "//elsewhere.example/alerts", "https://elsewhere.example/alerts", "/alerts/../circles/c/closing"];
  for (const address of never) assert.equal(mayKeep(address, "text=hi"), false, address);
  for (const name of ["password", "new_password", "csrf_token", "code", "email"]) {
    assert.equal(mayKeep("/circles/c/messages", `text=hi&${name}=x`), false, name);
  }
  const kept = ["/alerts", "/circles/c/alerts", "/circles/c/messages", "/messages/m/deletion",
    "/alerts/a/claims", "/alerts/a/resolution", "/milestones/m/cheers", "/reports"];
  for (const address of kept) assert.equal(mayKeep(address, "text=hi"), true, address);
});
