/** One slot: a card in its place, and around it what this viewer may do. */
import { fragment } from "./fragment.js";
import { keepingFocus } from "./place.js";
import type { NamedCard } from "./protocol.js";
import { freshKey } from "./wire.js";

export function readCard(slot: HTMLElement): NamedCard {
  const { kind = "", id = "", seq, first } = slot.dataset;
  return { kind, id, seq: Number(seq), first: Number(first) };
}

/** The card's root element, or nothing when the service sent something else. */
export function cardRoot(html: string): HTMLElement | null {
  const root = fragment(html).firstElementChild;
  return root instanceof HTMLElement ? root : null;
}

export function makeSlot(region: HTMLElement, root: HTMLElement, card: NamedCard): HTMLElement {
  const slot = document.createElement(/^[OU]L$/.test(region.tagName) ? "li" : "div");
  slot.className = "slot";
  slot.dataset["kind"] = card.kind;
  slot.dataset["id"] = card.id;
  slot.append(root);
  return slot;
}

export function replaceCard(slot: HTMLElement, root: HTMLElement): void {
  if (slot.firstElementChild) slot.firstElementChild.replaceWith(root);
  else slot.append(root);
}

/** Put on the slot what the styles and the other parts ask of it. */
export function dress(slot: HTMLElement, root: HTMLElement, card: NamedCard, me: string): void {
  slot.dataset["seq"] = String(card.seq);
  slot.dataset["first"] = String(card.first);
  mark(slot, root, me);
}

/** What the card says of itself, and whether the viewer is in it. */
export function mark(slot: HTMLElement, root: HTMLElement, me: string): void {
  for (const [name, value] of Object.entries(root.dataset)) {
    if (name !== "card" && value !== undefined) slot.dataset[name] = value;
  }
  const isMe = (member = ""): boolean => member !== "" && me.split(" ").includes(member);
  slot.classList.toggle("mine", isMe(slot.dataset["by"]));
  if ("holder" in root.dataset) slot.classList.toggle("holding", isMe(root.dataset["holder"]));
  if ("asked" in root.dataset) slot.classList.toggle("asked", isMe(root.dataset["asked"]));
}

/** In the order of first appearance, which never changes: only for another region is it moved. */
export function placeInOrder(region: HTMLElement, slot: HTMLElement): void {
  if (slot.parentElement === region) return;
  const first = Number(slot.dataset["first"]);
  const others = [...region.children].filter(
    (one): one is HTMLElement => one instanceof HTMLElement && one.classList.contains("slot"),
  );
  const isReversed = "newestFirst" in region.dataset;
  const next = others.find((other) => Number(other.dataset["first"]) > first !== isReversed);
  const end = others.at(-1)?.nextSibling ?? null;
  keepingFocus(slot, () => region.insertBefore(slot, next ?? end));
}

/** Gone; whoever held something in it stands beside it now. */
export function takeAway(slot: HTMLElement | undefined): void {
  const beside = slot?.nextElementSibling ?? slot?.previousElementSibling;
  const isHeld = slot?.contains(document.activeElement);
  slot?.remove();
  if (!isHeld || !(beside instanceof HTMLElement)) return;
  beside.tabIndex = -1;
  beside.focus({ preventScroll: true });
}

/** The forms that belong around a card of this kind, as the server renders them for a page. */
export function addAround(slot: HTMLElement, view: HTMLElement): void {
  const { kind = "", id = "", by = "" } = slot.dataset;
  const around = `template[data-around="${CSS.escape(kind)}"]`;
  const template = view.querySelector<HTMLTemplateElement>(around);
  if (!template) return;
  const copy = document.importNode(template.content, true);
  for (const element of copy.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      if (!attribute.value.includes("__")) continue;
      attribute.value = attribute.value.replaceAll("__ID__", id).replaceAll("__BY__", by);
    }
  }
  copy.querySelectorAll<HTMLInputElement>('input[name="key"]').forEach((key) => {
    key.value = freshKey();
  });
  slot.append(copy);
}
