/** What happens where one is not looking: a friend's alert, unread marks, the count of news. */
import type { ScreenEffect } from "./asking.js";
import { now } from "./clock.js";
import { get } from "./http.js";
import type { Live } from "./live.js";
import { keepNoticesOf, notice, sayAloud, withdrawNotice } from "./notices.js";
import type { Outbox } from "./outbox/outbox.js";
import { isNamed } from "./protocol.js";
import type { Card, NamedCard } from "./protocol.js";
import { cardRoot } from "./slots.js";
import { ring } from "./sound.js";
import type { Views } from "./views.js";
import { word } from "./words.js";
import type { Word } from "./words.js";

const WORTH_A_MARK = ["message", "alert", "milestone"];
/** A call that is older was heard by whoever was there; another change must not ring for it. */
const CALL_RINGS_MS = 60_000;
/** So is everybody's phone spared who presses, or comes and goes, without end. */
const RINGS_APART_MS = 20_000;
const announced = new Set<string>();
/** When it last rang for one friend and one reason. */
const rang = new Map<string, number>();
/** How things stand that wait for the page to learn who the person here is. */
const waiting = new Map<string, HTMLElement | null>();
/** Calls to which the person here said that they cannot: the page knows, for no card does. */
const unable = new Set<string>();
let members: Promise<Set<string>> | null = null;

interface Call {
  id: string;
  root: HTMLElement;
  stream?: string | undefined;
}

/** What there is to hear about an alert of somebody else. */
interface Heard extends Call {
  isNew: boolean;
  amAsked: boolean;
}

interface Said { key: string; words: Word }

/** An open alert of somebody else: heard, and said in words where it is out of sight. */
export function alerts(views: Views, live: Live, outbox: Outbox): void {
  document.body.dataset["unable"]?.split(" ").forEach((id) => unable.add(id));
  addEventListener("submit", noteUnable);
  outbox.told.hear(({ act, verdict }) => {
    const id = declined(act.address);
    if (id && ["refused", "gone"].includes(verdict)) mayCome(id);
  });
  views.all.flatMap((view) => views.slots(view)).forEach((slot) => {
    if (amAskedIn(slot)) announced.add(askedKey(slot.dataset["id"] ?? ""));
  });
  views.shown.hear(({ slot, arrived }) => {
    const { kind, state, id = "" } = slot.dataset;
    if (kind !== "alert" || slot.classList.contains("mine")) return;
    const isNew = arrived && state === "open";
    hear({ id, root: slot, isNew, amAsked: amAskedIn(slot) });
  });
  live.greeted.hear(keepNoticesOf);
  live.frames.hear((frame) => {
    const isShown = views.all.some((view) => view.stream === frame.stream);
    for (const card of frame.cards.filter(isWorthAMark)) {
      const root = cardRoot(card.html ?? "");
      if (card.kind === "alert" && !root?.dataset["asked"]) keepTrue(card.id, root, frame.stream);
      const isNew = card.first === frame.seq;
      const isHeard = !isShown && root && (isNew || isCall(root));
      const key = frame.stream + card.id;
      if (isHeard || waiting.has(key)) waiting.set(key, root);
      if (isHeard) void hearFrom(frame.stream, card, key, isNew);
    }
  });
}

/** One more thing in the news since the page was made. */
export function countNews(effects: ScreenEffect[]): void {
  const count = document.querySelector<HTMLElement>("[data-news-count]");
  const isNews = ({ kind, seq, first }: NamedCard): boolean =>
    kind === "notification" && seq === first;
  const news = effects.filter((effect) => effect.do === "show" && isNews(effect.card));
  const isRead = document.querySelector('[data-looks] [data-region="news"]') !== null;
  if (!count || !news.length || isRead) return;
  count.textContent = String(Number(count.textContent) + news.length);
  count.hidden = false;
}

const isWorthAMark = (card: Card): card is NamedCard =>
  isNamed(card) && WORTH_A_MARK.includes(card.kind);

const isOpen = (root: HTMLElement | null): boolean =>
  ["open", "claimed"].includes(root?.dataset["state"] ?? "");

const isCall = ({ dataset }: HTMLElement): boolean =>
  Boolean(dataset["called"] || dataset["asked"]);

const askedKey = (id: string): string => `${id} asked`;

/** Something began, or asks again, in a stream that is not on this page. */
async function hearFrom(
  stream: string, card: NamedCard, key: string, isNew: boolean,
): Promise<void> {
  members ??= askWhoIAm();
  const mine = await members;
  const root = waiting.get(key);
  waiting.delete(key);
  if (!root || mine.has(root.dataset["by"] ?? "")) return;
  if (isNew) mark(stream);
  const amAsked = mine.has(root.dataset["asked"] || "nobody");
  if (card.kind === "alert") hear({ id: card.id, root, isNew, amAsked, stream });
}

/** Each thing once, whatever streams it comes by. */
function hear(heard: Heard): void {
  const { id, root, stream } = heard;
  if (!heard.amAsked) keepTrue(id, root, stream);
  const said = isOpen(root) ? callOf(heard) : null;
  if (!said || announced.has(said.key)) return;
  announced.add(said.key).add(id);
  ringUnlessJust(said.words + (root.dataset["by"] ?? ""));
  say(heard, said);
}

function ringUnlessJust(why: string): void {
  if (now() - (rang.get(why) ?? 0) < RINGS_APART_MS) return;
  rang.set(why, now());
  ring();
}

/** For the ears alone where eyes have it in front of them already, or a line that leads there. */
function say({ id, root, stream }: Call, { key, words }: Said): void {
  const name = (root.dataset["name"] ?? root.querySelector(".by")?.textContent ?? "").trim();
  if (words !== "asks-you" && isInSight(id)) return sayAloud(word(words, { name }));
  withdrawNotice(id);
  notice(word(words, { name }), `/alerts/${id}`, key, stream);
}

/** Why to ring: that I am asked, that its author asks again, or that it is new. */
function callOf({ id, root, isNew, amAsked }: Heard): Said | null {
  const { called = "" } = root.dataset;
  if (amAsked && !unable.has(id)) return { key: askedKey(id), words: "asks-you" };
  if (called && now() - Date.parse(called) < CALL_RINGS_MS) {
    return { key: `${id} ${called}`, words: "asks-again" };
  }
  return isNew ? { key: id, words: "asks" } : null;
}

/** Who is asked no more is told of the call as all others are, where they do not see it. */
function keepTrue(id: string, root: HTMLElement | null, stream?: string): void {
  if (!root || !isOpen(root)) return forgetOver(id);
  announced.delete(askedKey(id));
  if (withdrawNotice(askedKey(id)) && !isInSight(id)) {
    say({ id, root, stream }, { key: id, words: "asks" });
  }
}

/** Raised again it is another call: whoever could not come may be asked anew. */
function forgetOver(id: string): void {
  withdrawNotice(id);
  mayCome(id);
}

function mayCome(id: string): void {
  unable.delete(id);
  slotOf(id)?.classList.remove("unable");
}

const slotOf = (id: string): HTMLElement | null =>
  document.querySelector(`.slot[data-kind=alert][data-id="${id}"]`);

const declined = (address: string): string | undefined =>
  /alerts\/([\w-]+)\/declines$/.exec(address)?.[1];

function noteUnable({ target }: Event): void {
  const id = declined((target as HTMLFormElement).action);
  const slot = id && slotOf(id);
  if (!slot) return;
  unable.add(id);
  withdrawNotice(askedKey(id));
  slot.classList.add("unable");
  slot.tabIndex = -1; // the button goes, and the keyboard stays at the call
  slot.focus();
}

function amAskedIn(slot: HTMLElement): boolean {
  const { asked } = slot.dataset;
  const me = slot.closest<HTMLElement>("[data-stream]")?.dataset["me"] ?? "";
  return slot.dataset["kind"] === "alert" && Boolean(asked) && me.split(" ").includes(asked ?? "");
}

/** Which members the account is, for no card says "yours". */
async function askWhoIAm(): Promise<Set<string>> {
  const { status, said } = await get("/me/streams");
  if (status !== 200) members = null; // asked again for the next
  const { streams = [] } = (said ?? {}) as { streams?: { me: string | null }[] };
  return new Set(streams.map(({ me }) => me ?? ""));
}

function mark(stream: string): void {
  const dots = `[data-unread="${CSS.escape(stream)}"]`;
  document.querySelectorAll<HTMLElement>(dots).forEach((dot) => (dot.hidden = false));
  const any = document.querySelector<HTMLElement>('[data-unread="any"]');
  if (any && document.querySelector(dots)) any.hidden = false;
}

function isInSight(id: string): boolean {
  const { top = 0, bottom = -1 } = slotOf(id)?.getBoundingClientRect() ?? {};
  return bottom >= 0 && top <= innerHeight;
}
