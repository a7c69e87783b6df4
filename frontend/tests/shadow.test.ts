/** What stays of an act that was done: offered again after a restore, for three days, with care. */
import assert from "node:assert/strict";
import test from "node:test";
import type { Moment } from "../clock.js";
import { answered, isAsked, mustAsk, nextOf, offeredAgain } from "../outbox/act.js";
import { pressed, undoneBy, wantedAnew } from "../outbox/act.js";
import type { Act } from "../outbox/act.js";

const HOUR = 3_600_000;
const at = (ms: number): Moment => ({ wall: ms, mono: ms, page: "a", ahead: 0 });

function acknowledged(address: string, id: string | null = "made", ms = 0): Act {
  const press = { account: "ana", signIn: "s", address, fields: "text=hi", label: "" };
  const said = { id, seqs: {} };
  return answered(pressed([], press, "key", at(ms))[0], { status: 201, said }, "first", at(ms));
}

const states = (acts: Act[]): string[] => acts.map(({ state }) => state);

test("words are offered again in another history, for three days", () => {
  const words = acknowledged("/circles/c/messages");
  assert.deepEqual(offeredAgain([words], "first", at(HOUR)), []);
  const [again] = offeredAgain([words], "second", at(71 * HOUR));
  assert.deepEqual([again?.state, again?.key, again?.again], ["waiting", "key", true]);
  assert.deepEqual(states(offeredAgain([words], "second", at(73 * HOUR))), ["gone"]);
  assert.deepEqual(states(offeredAgain([words], "first", at(73 * HOUR))), ["gone"]);
});

test("a call for help that is over is not heard a second time", () => {
  const call = acknowledged("/alerts");
  assert.deepEqual(states(offeredAgain([call], "second", at(60_000))), ["waiting"]);
  assert.deepEqual(states(offeredAgain([call], "second", at(130_000))), ["gone"]);
});

test("a press that reached nobody leaves no shadow", () => {
  assert.equal(acknowledged("/alerts", null).state, "gone");
});

test("words that were taken away do not come back", () => {
  const words = acknowledged("/circles/c/messages", "their-id");
  const other = acknowledged("/circles/c/messages", "another");
  const deletion = acknowledged("/messages/their-id/deletion");
  assert.deepEqual(undoneBy([words, other], deletion).map(({ made, state }) => [made, state]),
    [["their-id", "gone"]]);
});

test("a call that was taken back or is over does not come back, and one that goes on does", () => {
  const call = acknowledged("/alerts", "this-one");
  for (const [what, taken] of [["withdrawal", 1], ["resolution", 1], ["details", 0]] as const) {
    const act = acknowledged(`/alerts/this-one/${what}`);
    assert.equal(undoneBy([call], act).length, taken, what);
  }
});

test("words that are not known any more ask, however young they are, and go out by a yes", () => {
  const no = { status: 404, said: { error: "Gone." } };
  const [again] = offeredAgain([acknowledged("/circles/c/messages")], "second", at(10));
  assert.equal(isAsked(again as Act), true);
  const lost = answered(again as Act, no, "second", at(20));
  assert.deepEqual([lost.state, mustAsk(lost, at(20)), nextOf([lost], at(20))], ["lost", true, []]);
  const [yes] = wantedAnew([lost], lost, "another", at(30));
  assert.deepEqual([yes.key, isAsked(yes), nextOf([yes], at(30))], ["key", false, [yes]]);
});

test("a call for help and what takes words away are offered again without a question", () => {
  for (const address of ["/alerts", "/messages/m/deletion", "/alerts/a/responses"]) {
    const [again] = offeredAgain([acknowledged(address)], "second", at(10));
    assert.deepEqual(nextOf([again as Act], at(10)), [again], address);
    assert.equal(isAsked(again as Act), false, address);
  }
});

test("of what was done the latest hundred stay", () => {
  const many = Array.from({ length: 120 }, (_, order) =>
    ({ ...acknowledged("/circles/c/messages"), key: `key${order}`, order }));
  const latest = { ...acknowledged("/circles/c/messages"), key: "latest", order: 200 };
  const over = undoneBy([...many, latest], latest);
  assert.deepEqual(over.map(({ order }) => order), Array.from({ length: 21 }, (_, order) => order));
});

test("a no to what was offered again is shown only where words would be lost", () => {
  const no = { status: 404, said: { error: "Gone." } };
  const again: Act = { ...acknowledged("/alerts/a/responses"), state: "waiting", again: true };
  assert.equal(answered(again, no, "second", at(HOUR)).state, "refused");
  assert.equal(answered({ ...again, fields: "" }, no, "second", at(HOUR)).state, "gone");
});
