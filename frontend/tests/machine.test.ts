/** Any shuffle, loss and repetition of what arrives, and a sync at the end: the same view. */
import assert from "node:assert/strict";
import test from "node:test";
import { Machine } from "../machine.js";
import type { Frame, NamedCard } from "../protocol.js";
import { Chance } from "./chance.js";
import { Network } from "./network.js";
import { STANDING, Service } from "./service.js";

const CASES = 4_000;
const STREAMS = ["circle", "alert"];

function play(seed: number): { network: Network; service: Service; whole: boolean } {
  const chance = new Chance(seed);
  const whole = chance.happens(0.6);
  const service = new Service(chance, STREAMS, whole ? Infinity : 3, 1 + chance.below(6));
  for (let early = chance.below(8); early > 0; early -= 1) service.change(chance.pick(STREAMS));
  const network = new Network(chance, service);
  const restores = chance.happens(0.3);
  for (let steps = 20 + chance.below(100); steps > 0; steps -= 1) {
    step(chance, network, service, restores);
  }
  network.heal();
  return { network, service, whole };
}

function step(chance: Chance, network: Network, service: Service, restores: boolean): void {
  const turn = chance.next();
  if (turn < 0.3) network.change(chance.pick(STREAMS));
  else if (turn < 0.55) network.deliverFrame();
  else if (turn < 0.65) network.serve();
  else if (turn < 0.75) network.deliverAnswer();
  else if (turn < 0.8) network.deliverHeads();
  else if (turn < 0.84) network.loseRequest();
  else if (turn < 0.86) service.raiseFloor(chance.pick(STREAMS));
  else if (turn < 0.88) network.older(chance.pick(STREAMS));
  else if (turn < 0.89 && restores) service.restore();
  else network.pass(chance.below(400));
}

function compare(seed: number): void {
  const { network, service, whole } = play(seed);
  const heads = service.heads();
  for (const stream of STREAMS) {
    const view = network.screen.get(stream) ?? new Map<string, NamedCard>();
    // When a newer card goes, a fresh page reaches further back than one that stands already.
    const oldest = whole ? 0 : (network.oldest.get(stream) ?? 0);
    const fresh = (service.snapshot(stream).cards as NamedCard[]).filter(
      ({ first, kind }) => kind === STANDING || first > oldest,
    );
    assert.equal(network.machine.cursor(stream), heads[stream], "the head is reached");
    for (const { kind, id, html } of fresh) {
      assert.equal(view.get(`${kind} ${id}`)?.html, html, `${kind} ${id} is shown as it is now`);
    }
    for (const [name, { html }] of view) {
      assert.equal(html, service.standing(stream, name), `${name} on the screen is true`);
    }
    if (whole) assert.equal(view.size, fresh.length, "nothing but what stands is shown");
  }
}

test(`${CASES} histories end in the view of a fresh snapshot`, () => {
  for (let seed = 1; seed <= CASES; seed += 1) {
    try {
      compare(seed);
    } catch (error) {
      throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
    }
  }
});

const card = (seq: number, html: string, id = "a"): NamedCard => {
  return { seq, first: 1, kind: "message", id, html };
};
const frame = (seq: number, ...cards: NamedCard[]): Frame => {
  return { epoch: "e", stream: "s", seq, cards };
};

function at(head: number): Machine {
  const machine = new Machine("e", () => 0.5);
  machine.follow("s", head);
  return machine;
}

test("the next number moves the cursor and asks for nothing", () => {
  const machine = at(4);
  assert.deepEqual(machine.frame(frame(5, card(5, "hi")), 0).map((effect) => effect.do), ["show"]);
  assert.equal(machine.cursor("s"), 5);
});

test("a gap shows its card, waits a moment, then asks after the held number", () => {
  const machine = at(4);
  const effects = machine.frame(frame(6, card(6, "hi")), 1_000);
  assert.deepEqual(effects.at(-1), { do: "wake", at: 1_200 });
  assert.deepEqual(machine.tick(1_199).map((effect) => effect.do), ["wake"]);
  const asked = { do: "sync", stream: "s", after: 4, ahead: true };
  assert.deepEqual(machine.tick(1_200), [asked]);
});

test("a gap that closes by itself asks for nothing", () => {
  const machine = at(4);
  machine.frame(frame(6, card(6, "new")), 0);
  machine.frame(frame(5, card(5, "old")), 50);
  assert.equal(machine.cursor("s"), 6);
  assert.deepEqual(machine.tick(500), []);
});

test("an unknown card under the cursor is not brought back", () => {
  assert.deepEqual(at(4).frame(frame(3, card(3, "gone since")), 0), []);
});

test("three answers that stay behind the head lead to a snapshot", () => {
  const machine = at(4);
  const behind = { epoch: "e", head: 4, more: false, reset: false, cards: [] };
  let now = 0;
  let effects = machine.heads("e", { s: 9 }, now, 0);
  for (let count = 0; count < 3; count += 1) {
    assert.equal(effects[0]?.do, "sync");
    machine.changes("s", behind, now);
    effects = machine.tick((now += 300));
  }
  assert.deepEqual(effects, []);
  assert.deepEqual(machine.calledOff("s", now), [{ do: "snapshot", stream: "s" }]);
});

test("another epoch begins again, and the old one is not listened to any more", () => {
  const machine = at(4);
  assert.deepEqual(machine.heads("f", { s: 2 }, 0), [{ do: "snapshot", stream: "s" }]);
  machine.snapshot("s", { epoch: "f", head: 2, more: false, cards: [card(2, "anew")] }, 10);
  assert.equal(machine.cursor("s"), 2);
  assert.deepEqual(machine.frame(frame(3, card(3, "late")), 20), []);
  assert.equal(machine.cursor("s"), 2);
});

test("what was taken away is told apart from what a snapshot does not hold", () => {
  const machine = at(4);
  machine.frame(frame(5, card(5, "stays on screens")), 0);
  const snapshot = { epoch: "f", head: 2, more: false, cards: [] };
  machine.heads("f", { s: 2 }, 0);
  const missed = machine.snapshot("s", snapshot, 10);
  assert.deepEqual(missed.map((effect) => effect.do === "remove" && effect.gone), [false]);
  const { html, ...named } = card(3, "");
  const taken = machine.frame({ ...frame(3), epoch: "f", cards: [{ ...named, gone: true }] }, 20);
  assert.deepEqual(taken.map((effect) => effect.do === "remove" && effect.gone), [true]);
});

test("a stream that is not ours any more is forgotten", () => {
  const machine = at(4);
  assert.deepEqual(machine.lost("s"), [{ do: "lost", stream: "s" }]);
  assert.deepEqual(machine.frame(frame(5, card(5, "secret")), 0), []);
  assert.deepEqual(machine.want("s", 0), []);
});

test("an older page from before the view began brings nothing back", () => {
  const page = { epoch: "e", head: 3, more: false, cards: [card(2, "gone since")] };
  assert.deepEqual(at(4).older("s", page, 0), []);
});
