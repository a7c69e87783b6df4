/** Reading and writing in a room: the composer, older words, how far one has looked. */
import type { Asking } from "./asking.js";
import { get, goTo, tell } from "./http.js";
import type { Machine } from "./machine.js";
import { isAtEnd, keepingPlace, scrollerOf } from "./place.js";
import type { Page } from "./protocol.js";
import { olderLink } from "./views.js";
import type { View, Views } from "./views.js";

const WORDS = ["timeline", "responses"];
const ROWS = 6;
const SETTLE_MS = 1_000;
const BETWEEN_LOOKS_MS = 5_000;

export function composers(): void {
  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || !area.closest("form[data-composer]")) return;
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && hasKeyboard();
    if (!sends) return;
    event.preventDefault();
    if (area.value.trim()) area.form?.requestSubmit();
  });
  document.addEventListener("input", ({ target }) => fit(target));
  for (const event of ["sent", "waits"]) {
    document.addEventListener(event, ({ target }) => {
      if (target instanceof HTMLFormElement) fit(target.querySelector("textarea"));
    });
  }
}

const hasKeyboard = (): boolean => matchMedia("(hover: hover) and (pointer: fine)").matches;

/** As many rows as the words need, up to a few. */
function fit(area: EventTarget | null): void {
  if (!(area instanceof HTMLTextAreaElement) || !area.closest("form[data-composer]")) return;
  area.rows = 1;
  while (area.rows < ROWS && area.scrollHeight > area.clientHeight) area.rows += 1;
}

/** Tell the service how far one has read, for one's own marks only. */
export function looks(views: Views, machine: Machine): void {
  for (const view of views.all.filter((one) => one.element.dataset["looks"])) {
    const look = lookingAt(view, machine);
    views.shown.hear(({ slot }) => view.element.contains(slot) && look());
    document.addEventListener("visibilitychange", look);
    look();
  }
}

function lookingAt(view: View, machine: Machine): () => void {
  let said = 0;
  let saidAt = 0;
  let timer = 0;
  const say = (): void => {
    timer = 0;
    const seq = machine.cursor(view.stream);
    if (document.hidden || seq <= said) return;
    saidAt = Date.now();
    said = seq;
    void tell(view.element.dataset["looks"] ?? "", { seq: String(seq) });
  };
  return () => {
    const wait = Math.max(SETTLE_MS, saidAt + BETWEEN_LOOKS_MS - Date.now());
    if (!document.hidden) timer ||= window.setTimeout(say, wait);
  };
}

export function olderWords(views: Views, machine: Machine, asking: Asking): void {
  for (const view of views.all) {
    const link = olderLink(view);
    link?.addEventListener("click", (event) => {
      event.preventDefault();
      if (link.ariaBusy !== "true") void fetchOlder(link, view, views, machine, asking);
    });
  }
}

async function fetchOlder(
  link: HTMLAnchorElement, view: View, views: Views, machine: Machine, asking: Asking,
): Promise<void> {
  link.ariaBusy = "true";
  const stream = encodeURIComponent(view.stream);
  const answer = await get(`/streams/${stream}/older?before=${view.oldest}`);
  link.ariaBusy = "false";
  const page = answer.said as Page | null;
  if (answer.status !== 200 || !page) return goTo(link.href);
  view.oldest = Math.min(view.oldest, ...page.cards.map((card) => card.first ?? Infinity));
  keepingPlace(views.region(view, "timeline"), () => {
    asking.carryOut(machine.older(view.stream, page, Date.now()));
    link.hidden = !page.more;
  });
}

/** The way down to words that came while one was reading further up. */
export function ways(views: Views): void {
  const jump = document.querySelector<HTMLAnchorElement>("[data-jump]");
  if (!jump) return;
  const timeline = document.querySelector<HTMLElement>('[data-region="timeline"]');
  const scroller = timeline ? scrollerOf(timeline) : document.documentElement;
  views.shown.hear(({ slot, arrived }) => {
    const isBelow = WORDS.includes(slot.dataset["region"] ?? "") && !isAtEnd(scroller);
    if (arrived && slot.classList.contains("new") && isBelow) jump.hidden = false;
  });
  const settle = (): void => void (isAtEnd(scroller) && (jump.hidden = true));
  addEventListener("scroll", settle, { passive: true, capture: true });
  jump.addEventListener("click", (event) => {
    event.preventDefault();
    scroller.scrollTop = scroller.scrollHeight;
    jump.hidden = true;
  });
}
