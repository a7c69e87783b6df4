/** Being with somebody: that their alert is seen, that one writes, and the breath. */
import { deliver } from "./delivery.js";
import { freshKey } from "./http.js";
import type { Live } from "./live.js";
import type { Typing } from "./protocol.js";
import type { Views } from "./views.js";
import { word } from "./words.js";

const BETWEEN_TYPING_MS = 3_000;
const TYPING_LASTS_MS = 6_000;
const BREATH_MS = 12_000;
const HOLD_AT_MS = 4_000;
const OUT_AT_MS = 6_000;
const SHARE_IN_SIGHT = 0.5;
const SEEN_PATIENCE = { tries: 3, pauseMs: 4_000, untilMs: 30_000 };

/** Tell once that a friend's open alert is on a screen somebody looks at. */
export function sightings(views: Views, live: Live): void {
  const inSight = new Set<Element>();
  const tell = tellingOnce(live);
  const look = (): void => {
    if (!document.hidden) inSight.forEach((slot) => tell(slot as HTMLElement));
  };
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (isInSight(entry)) inSight.add(entry.target);
      else inSight.delete(entry.target);
    }
    look();
  }, { threshold: [0, 0.1, 0.25, SHARE_IN_SIGHT] });
  const follow = (slot: HTMLElement): void => {
    if (slot.dataset["kind"] === "alert") watch.observe(slot);
  };
  views.all.flatMap((view) => views.slots(view)).forEach(follow);
  views.shown.hear(({ slot }) => follow(slot));
  document.addEventListener("visibilitychange", look);
}

function tellingOnce(live: Live): (slot: HTMLElement) => void {
  const told = new Set<string>();
  return ({ dataset, classList }) => {
    const { id = "", state = "" } = dataset;
    const isOpen = ["open", "claimed"].includes(state);
    if (told.has(id) || !isOpen || classList.contains("mine")) return;
    told.add(id);
    void tellSeen(id, live).then((isTold) => isTold || told.delete(id));
  };
}

/** Half of it shows; or it fills half of the screen, being larger than that. */
function isInSight({ intersectionRect, boundingClientRect }: IntersectionObserverEntry): boolean {
  const enough = SHARE_IN_SIGHT * Math.min(boundingClientRect.height, innerHeight);
  return intersectionRect.height > 0 && intersectionRect.height >= enough;
}

async function tellSeen(id: string, live: Live): Promise<boolean> {
  if (await live.tell("seen", { alert: id })) return true;
  const fields = new URLSearchParams({ key: freshKey() });
  const address = `/alerts/${encodeURIComponent(id)}/sightings`;
  const { status } = await deliver(address, fields, SEEN_PATIENCE);
  return status !== 0;
}

/** Say that one writes, and show who else does. */
export function typing(live: Live, isMe: (member: string) => boolean): void {
  let saidAt = 0;
  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.dataset["typing"]) return;
    if (Date.now() - saidAt < BETWEEN_TYPING_MS) return;
    saidAt = Date.now();
    void live.tell("typing", { alert: target.dataset["typing"] });
  });
  const line = document.querySelector<HTMLElement>("[data-typing-line]");
  if (line) live.typing.hear(writersIn(line, isMe));
}

function writersIn(line: HTMLElement, isMe: (member: string) => boolean): (one: Typing) => void {
  const writers = new Map<string, { name: string; timer: number }>();
  const show = (): void => {
    const [first] = writers.values();
    const words = writers.size > 1 ? word("several-write") : "";
    line.textContent = words || (first ? word("someone-writes", { name: first.name }) : "");
  };
  return ({ alert, member, name }) => {
    if (![alert, ""].includes(line.dataset["typingLine"] ?? "") || isMe(member)) return;
    clearTimeout(writers.get(member)?.timer);
    const forget = (): void => {
      writers.delete(member);
      show();
    };
    writers.set(member, { name, timer: window.setTimeout(forget, TYPING_LASTS_MS) });
    show();
  };
}

/** Words in step with the circle: in for 4 seconds, hold for 2, out for 6. */
export function breath(): void {
  const circle = document.querySelector<HTMLElement>("[data-breath]");
  const place = circle?.querySelector<HTMLElement>(".breath-word") ?? circle;
  if (!circle || !place) return;
  setInterval(() => {
    const moving = circle.getAnimations({ subtree: true })[0]?.currentTime;
    const at = (typeof moving === "number" ? moving : performance.now()) % BREATH_MS;
    const phase = at < HOLD_AT_MS ? "breathe-in" : at < OUT_AT_MS ? "hold" : "breathe-out";
    if (circle.dataset["breath"] === phase) return;
    circle.dataset["breath"] = phase;
    place.textContent = word(phase);
  }, 200);
}
