/** Who of those that came is in the room of an alert now, said quietly in that room alone. */
import type { Live } from "./live.js";
import type { Here } from "./protocol.js";
import type { Views } from "./views.js";
import { word } from "./words.js";

export function here(live: Live, views: Views): void {
  const line = document.querySelector<HTMLElement>("[data-here-line]");
  if (!line) return;
  const alert = line.dataset["hereLine"] ?? "";
  const say = (): void => void live.tell("looking", { alert: document.hidden ? null : alert });
  document.addEventListener("visibilitychange", say);
  live.line.hear((how) => (how === "socket" ? say() : show(line, [])));
  live.here.hear((told) => {
    if (told.alert === alert) show(line, others(told, views));
  });
}

function others({ members }: Here, views: Views): string[] {
  const mine = views.all.flatMap((view) => view.me.split(" "));
  return members.filter(({ member }) => !mine.includes(member)).map(({ name }) => name);
}

function show(line: HTMLElement, names: string[]): void {
  const [name = ""] = names;
  const several = (): string => word("several-here", { names: names.join(", ") });
  line.textContent = names.length > 1 ? several() : name && word("someone-here", { name });
}
