/** One's own numbers, and nothing else of one's own, for when no page can be had. */
import { NUMBERS } from "./store.js";
import type { Store } from "./store.js";

interface OwnNumber {
  name: string;
  number: string;
}

interface Kept {
  account: string;
  numbers: OwnNumber[];
}

/**
 * Remember those that this page shows, and show the remembered ones where a press may wait.
 *
 * A device keeps those of one account at most. A page of nobody shows whosever they are.
 */
export async function ownNumbers(store: Store, account: string): Promise<void> {
  const source = document.querySelector<HTMLElement>("[data-own-numbers]");
  try {
    if (source) await store.keep(NUMBERS, { account, numbers: read(source) });
    const kept = await store.kept<Kept>(NUMBERS);
    if (account && kept?.account !== account) await store.release(NUMBERS);
    else show(kept?.numbers ?? []);
  } catch {
    show(source ? read(source) : []);
  }
}

function read(source: HTMLElement): OwnNumber[] {
  return [...source.querySelectorAll<HTMLElement>("[data-number]")].map(({ dataset }) => {
    const { name = "", number = "" } = dataset;
    return { name, number };
  });
}

function show(numbers: OwnNumber[]): void {
  const place = document.querySelector<HTMLElement>("[data-standby-numbers]");
  const template = place?.querySelector("template");
  if (!place || !template) return;
  for (const { name, number } of numbers) {
    const row = document.importNode(template.content, true);
    const link = row.querySelector("a");
    // Whoever has this device may write here: it dials what it shows, and leads nowhere else.
    if (link) link.href = `tel:${number.replace(/[^\d+]/g, "")}`;
    const [title, sub] = row.querySelectorAll("[data-fill]");
    if (title) title.textContent = name;
    if (sub) sub.textContent = number;
    place.append(row);
  }
}
