/** The live parts of the page: `[data-stream]` elements, their regions, and the slots in these. */
import type { ScreenEffect } from "./asking.js";
import { isLeaving } from "./http.js";
import type { Machine } from "./machine.js";
import { notice } from "./notices.js";
import { keepingFocus, keepingPlace } from "./place.js";
import type { NamedCard } from "./protocol.js";
import { Signal } from "./signal.js";
import { addAround, cardRoot, dress, makeSlot, mark, placeInOrder } from "./slots.js";
import { readCard, replaceCard, takeAway } from "./slots.js";
import { word } from "./words.js";

export interface View {
  element: HTMLElement;
  stream: string;
  /** The viewer's member ids in it, blank-separated. */
  me: string;
  /** Cards of the timeline that began before this one are on an older page. */
  oldest: number;
}

/** A slot on the screen; `arrived` when it was not there before. */
export interface Shown {
  slot: HTMLElement;
  arrived: boolean;
}

const READING_MS = 2_500;
/** All but the ways out, the places, and where the page says something. */
const ABOUT = ".top-words, .today, .main > :not(#notices), .sheet, .notice";

export class Views {
  readonly shown = new Signal<Shown>();
  readonly all: View[];

  constructor(private readonly machine: Machine) {
    const elements = document.querySelectorAll<HTMLElement>("[data-stream]");
    this.all = [...elements].map((element) => this.open(element));
    for (const stream of new Set(this.all.map((view) => view.stream))) this.follow(stream);
  }

  /** Carry out what belongs together in one go, so that the reader's place is kept once. */
  apply(effects: ScreenEffect[]): void {
    if (effects.some((effect) => effect.do === "lost")) return leavePage();
    for (const view of this.all) {
      const own = effects.filter((effect) => effect.stream === view.stream);
      if (!own.length) continue;
      keepingPlace(wordsIn(view.element), () => own.forEach((effect) => this.carryOut(view, effect)));
    }
  }

  slots(view: View): HTMLElement[] {
    return within(view.element, ".slot");
  }

  region(view: View, name: string): HTMLElement | null {
    return regionIn(view.element, name);
  }

  private open(element: HTMLElement): View {
    const { stream = "", me = "" } = element.dataset;
    const view = { element, stream, me, oldest: 0 };
    const timeline = this.region(view, "timeline");
    const firsts = this.slots(view).flatMap((slot) => {
      if (slot.firstElementChild instanceof HTMLElement) mark(slot, slot.firstElementChild, me);
      return timeline?.contains(slot) ? [Number(slot.dataset["first"])] : [];
    });
    if (firsts.length) view.oldest = Math.min(...firsts);
    return view;
  }

  private follow(stream: string): void {
    const views = this.all.filter((view) => view.stream === stream);
    const head = Math.min(...views.map(({ element }) => Number(element.dataset["head"])));
    const cards = views.flatMap((view) => this.slots(view).map(readCard));
    this.machine.follow(stream, head, cards);
  }

  private carryOut(view: View, effect: ScreenEffect): void {
    if (effect.do === "show") this.show(view, effect.card);
    else if (effect.do === "remove") takeAway(this.find(view, effect.kind, effect.id));
  }

  private find(view: View, kind: string, id: string): HTMLElement | undefined {
    return this.slots(view).find(({ dataset }) => dataset["kind"] === kind && dataset["id"] === id);
  }

  private show(view: View, card: NamedCard): void {
    const root = cardRoot(card.html ?? "");
    const before = this.find(view, card.kind, card.id);
    const name = root?.dataset["region"] ?? before?.dataset["region"] ?? "";
    const region = this.region(view, name);
    if (!root || !region || !isWanted(region, card)) return takeAway(before);
    if (!before && name === "timeline" && isOnOlderPage(view, card)) return;
    const slot = before ?? makeSlot(region, root, card);
    if (before) keepingFocus(slot, () => replaceCard(slot, root));
    dress(slot, root, card, view.me);
    if (!before) this.welcome(view, slot);
    placeInOrder(region, slot);
    this.shown.say({ slot, arrived: !before });
  }

  private welcome(view: View, slot: HTMLElement): void {
    addAround(slot, view.element);
    const isNew = Number(slot.dataset["first"]) >= view.oldest;
    slot.classList.toggle("arrived", isNew);
    slot.classList.toggle("new", isNew && !slot.classList.contains("mine"));
  }
}

/** What the page is about is not ours any more: nothing of it stays on the screen. */
function leavePage(): void {
  const asked = document.querySelector<HTMLElement>("[data-afterwards]");
  const afterwards = asked?.dataset["afterwards"] ?? "/"; // who asked is led to what helps now
  document.querySelectorAll(ABOUT).forEach((part) => part.remove());
  document.title = location.host;
  notice(word("left"));
  setTimeout(() => isLeaving() || location.replace(afterwards), READING_MS);
}

/** What is of this view and not of another one inside it. */
function within(view: HTMLElement, selector: string): HTMLElement[] {
  const found = [...view.querySelectorAll<HTMLElement>(selector)];
  return found.filter((one) => one.closest("[data-stream]") === view);
}

function regionIn(view: HTMLElement, name: string): HTMLElement | null {
  return within(view, `[data-region="${CSS.escape(name)}"]:not(.slot, [data-card])`)[0] ?? null;
}

/** Where words stand: those of an alert's room, or else those of a circle's. */
export function wordsIn(view: HTMLElement): HTMLElement | null {
  return regionIn(view, "responses") ?? regionIn(view, "timeline");
}

export function olderLink(view: View): HTMLAnchorElement | null {
  return view.element.querySelector<HTMLAnchorElement>("[data-older]:not([hidden])");
}

/** A region may be about one thing only, such as the reach of one alert. */
function isWanted(region: HTMLElement, card: NamedCard): boolean {
  return [undefined, card.id].includes(region.dataset["only"]);
}

function isOnOlderPage(view: View, card: NamedCard): boolean {
  return olderLink(view) !== null && card.first < view.oldest;
}
