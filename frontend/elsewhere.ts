/** What happens where one is not looking: a friend's alert, unread marks, the count of news. */
import type { ScreenEffect } from "./asking.js";
import { get } from "./http.js";
import type { Live } from "./live.js";
import { notice, withdrawNotice } from "./notices.js";
import { isNamed } from "./protocol.js";
import type { NamedCard } from "./protocol.js";
import { cardRoot } from "./slots.js";
import { ring } from "./sound.js";
import type { Views } from "./views.js";
import { word } from "./words.js";

const WORTH_A_MARK = ["message", "alert", "milestone"];
const announced = new Set<string>();
let members: Promise<Set<string>> | null = null;

/** An open alert of somebody else: heard, and said in words where it is out of sight. */
export function alerts(views: Views, live: Live): void {
  views.shown.hear(({ slot, arrived }) => {
    const { kind, state, id = "" } = slot.dataset;
    if (!arrived || kind !== "alert" || state !== "open") return;
    if (!slot.classList.contains("mine")) announce(id, slot, isOutOfSight(slot));
  });
  live.frames.hear((frame) => {
    const isShown = views.all.some((view) => view.stream === frame.stream);
    for (const card of frame.cards.filter(isNamed)) {
      const root = cardRoot(card.html ?? "");
      if (card.kind === "alert" && !isOpen(root)) withdrawNotice(card.id);
      if (!isShown && root && card.first === frame.seq) void hearFrom(frame.stream, card, root);
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

/** Something began in a stream that is not on this page. */
async function hearFrom(stream: string, card: NamedCard, root: HTMLElement): Promise<void> {
  if (!WORTH_A_MARK.includes(card.kind)) return;
  members ??= askWhoIAm();
  if ((await members).has(root.dataset["by"] ?? "")) return;
  mark(stream);
  if (card.kind === "alert" && isOpen(root)) announce(card.id, root, true);
}

/** Once an alert, whatever streams it comes by. */
function announce(id: string, root: HTMLElement, inWords: boolean): void {
  if (announced.has(id)) return;
  announced.add(id);
  ring();
  const name = (root.dataset["name"] ?? root.querySelector(".by")?.textContent ?? "").trim();
  if (inWords) notice(word("asks", { name }), `/alerts/${encodeURIComponent(id)}`, id);
}

/** Which members the account is, for no card says "yours". */
async function askWhoIAm(): Promise<Set<string>> {
  const { said } = await get("/me/streams");
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
