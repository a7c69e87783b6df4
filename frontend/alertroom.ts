/** Being with somebody: that their alert is seen, and that one writes. */
import { tell } from "./http.js";
import type { Live } from "./live.js";
import type { Typing } from "./protocol.js";
import type { Views } from "./views.js";
import { word } from "./words.js";

const BETWEEN_TYPING_MS = 3_000;
const TYPING_LASTS_MS = 6_000;
const SHARE_IN_SIGHT = 0.5;

/** Tell once that a friend's open alert is on a screen somebody looks at. */
export function sightings(views: Views, live: Live): void {
  const inSight = new Set<Element>();
  const say = tellingOnce(live);
  const look = (): void => {
    if (!document.hidden) inSight.forEach((slot) => say(slot as HTMLElement));
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
  return tell(`/alerts/${encodeURIComponent(id)}/sightings`);
}

/** Say that one writes, and show who else does. */
export function typing(live: Live, views: Views): void {
  let saidAt = 0;
  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.dataset["typing"]) return;
    if (Date.now() - saidAt < BETWEEN_TYPING_MS) return;
    saidAt = Date.now();
    void live.tell("typing", { alert: target.dataset["typing"] });
  });
  const line = document.querySelector<HTMLElement>("[data-typing-line]");
  if (line) showWriters(line, live, views);
}

function showWriters(line: HTMLElement, live: Live, views: Views): void {
  const writers = new Writers(line);
  const isMe = (member: string): boolean =>
    views.all.some((view) => view.me.split(" ").includes(member));
  live.typing.hear((one) => isMe(one.member) || writers.note(one));
  views.shown.hear(({ slot, arrived }) => {
    if (arrived && slot.dataset["kind"] === "response") writers.forget(slot.dataset["by"] ?? "");
  });
}

/** Who writes now: said by name for some seconds, or until their words are there. */
class Writers {
  private readonly known = new Map<string, { name: string; timer: number }>();

  constructor(private readonly line: HTMLElement) {}

  note({ alert, member, name }: Typing): void {
    if (![alert, ""].includes(this.line.dataset["typingLine"] ?? "")) return;
    clearTimeout(this.known.get(member)?.timer);
    const timer = window.setTimeout(() => this.forget(member), TYPING_LASTS_MS);
    this.known.set(member, { name, timer });
    this.show();
  }

  forget(member: string): void {
    clearTimeout(this.known.get(member)?.timer);
    if (this.known.delete(member)) this.show();
  }

  private show(): void {
    const [first] = this.known.values();
    const words = this.known.size > 1 ? word("several-write") : "";
    this.line.textContent = words || (first ? word("someone-writes", { name: first.name }) : "");
  }
}
