/** What happens where one is not looking: a friend's alert, unread marks, the count of news. */
import type { ScreenEffect } from "./asking.js";
import { now } from "./clock.js";
import { get } from "./http.js";
import type { Live } from "./live.js";
import { keepNoticesOf, notice, sayAloud, withdrawNotice } from "./notices.js";
import type { Told } from "./outbox/flush.js";
import type { Outbox } from "./outbox/outbox.js";
import { isNamed } from "./protocol.js";
import type { NamedCard } from "./protocol.js";
import { cardRoot } from "./slots.js";
import { ring } from "./sound.js";
import type { Views } from "./views.js";
import { word } from "./words.js";
import type { Word } from "./words.js";

const WORTH_A_MARK = ["message", "alert", "milestone"];
/** A call that is older was heard by whoever was there; another change must not ring for it. */
const CALL_RINGS_MS = 60_000;
const announced = new Set<string>();
/** Calls to which the person here said that they cannot: the page knows, for no card does. */
const unable = new Set<string>();
let members: Promise<Set<string>> | null = null;

/** What there is to hear about an alert of somebody else. */
interface Heard {
  id: string;
  root: HTMLElement;
  isNew: boolean;
  amAsked: boolean;
  isInSight: boolean;
  stream?: string;
}

/** An open alert of somebody else: heard, and said in words where it is out of sight. */
export function alerts(views: Views, live: Live, outbox: Outbox): void {
  document.body.dataset["unable"]?.split(" ").forEach((id) => unable.add(id));
  outbox.told.hear(noteUnable);
  views.all.flatMap((view) => views.slots(view)).forEach((slot) => {
    if (amAskedIn(slot)) announced.add(askedKey(slot.dataset["id"] ?? ""));
  });
  views.shown.hear(({ slot, arrived }) => {
    const { kind, state, id = "" } = slot.dataset;
    if (kind !== "alert" || slot.classList.contains("mine")) return;
    const isNew = arrived && state === "open";
    const isInSight = !isOutOfSight(slot);
    hear({ id, root: slot, isNew, amAsked: amAskedIn(slot), isInSight });
  });
  live.greeted.hear(keepNoticesOf);
  live.frames.hear((frame) => {
    const isShown = views.all.some((view) => view.stream === frame.stream);
    for (const card of frame.cards.filter(isNamed)) {
      const root = cardRoot(card.html ?? "");
      if (card.kind === "alert") keepTrue(card.id, root);
      const isNew = card.first === frame.seq;
      if (!isShown && root && (isNew || isCall(root))) void hearFrom(frame.stream, card, root, isNew);
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

const isOpen = (root: HTMLElement | null): boolean =>
  ["open", "claimed"].includes(root?.dataset["state"] ?? "");

const isCall = ({ dataset }: HTMLElement): boolean =>
  Boolean(dataset["called"] || dataset["asked"]);

const askedKey = (id: string): string => `${id} asked`;

/** Something began, or asks again, in a stream that is not on this page. */
async function hearFrom(
  stream: string, card: NamedCard, root: HTMLElement, isNew: boolean,
): Promise<void> {
  if (!WORTH_A_MARK.includes(card.kind)) return;
  members ??= askWhoIAm();
  const mine = await members;
  if (mine.has(root.dataset["by"] ?? "")) return;
  if (isNew) mark(stream);
  const amAsked = mine.has(root.dataset["asked"] || "nobody");
  if (card.kind === "alert") hear({ id: card.id, root, isNew, amAsked, isInSight: false, stream });
}

/** Each thing once, whatever streams it comes by. */
function hear(heard: Heard): void {
  const { id, root, isInSight } = heard;
  keepTrue(id, root);
  const said = isOpen(root) ? callOf(heard) : null;
  if (!said || announced.has(said.key)) return;
  announced.add(said.key).add(id);
  ring();
  const name = (root.dataset["name"] ?? root.querySelector(".by")?.textContent ?? "").trim();
  const words = word(said.words, { name });
  if (isInSight && said.words !== "asks-you") return sayAloud(words);
  withdrawNotice(id);
  notice(words, `/alerts/${encodeURIComponent(id)}`, said.key, heard.stream);
}

/** Why to ring: that I am asked, that its author asks again, or that it is new. */
function callOf({ id, root, isNew, amAsked }: Heard): { key: string; words: Word } | null {
  const { called = "" } = root.dataset;
  if (amAsked && !unable.has(id)) return { key: askedKey(id), words: "asks-you" };
  if (called && now() - Date.parse(called) < CALL_RINGS_MS) {
    return { key: `${id} ${called}`, words: "asks-again" };
  }
  return isNew ? { key: id, words: "asks" } : null;
}

/** Once somebody has them, nobody is asked. What else was said of the call stays until it is over. */
function keepTrue(id: string, root: HTMLElement | null): void {
  if (!isOpen(root)) forgetOver(id);
  const { asked, state } = root?.dataset ?? {};
  if (asked) return;
  announced.delete(askedKey(id));
  if (state === "claimed") withdrawNotice(askedKey(id));
}

/** Raised again it is another call: whoever could not come may be asked anew. */
function forgetOver(id: string): void {
  withdrawNotice(id);
  unable.delete(id);
  document.querySelector(`.slot.unable[data-id="${id}"]`)?.classList.remove("unable");
}

/** Only once it is known there: what was refused, or discarded, leaves the button where it is. */
function noteUnable({ act, verdict }: Told): void {
  const id = /^\/alerts\/(.+)\/declines$/.exec(act.address)?.[1];
  if (!id || verdict !== "done") return;
  unable.add(id);
  const slot = document.querySelector<HTMLElement>(`.slot[data-kind=alert][data-id="${id}"]`);
  if (!slot) return;
  const isThere = slot.querySelector("[data-whom=not-unable] :focus");
  slot.classList.add("unable");
  if (!isThere) return;
  slot.tabIndex = -1;
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

function isOutOfSight(slot: HTMLElement): boolean {
  const { top, bottom } = slot.getBoundingClientRect();
  return bottom < 0 || top > innerHeight;
}
