/** The dialog that rises from below: after the big button, and for any `[data-sheet-link]`. */
import { fragment } from "./fragment.js";
import { getFragment, goTo } from "./http.js";

/** The open sheet, or nothing: then the caller goes to the page instead. */
export async function openSheet(address: string): Promise<HTMLDialogElement | null> {
  const dialog = document.querySelector<HTMLDialogElement>("dialog[data-sheet]");
  const html = dialog && (await getFragment(address));
  if (!dialog?.isConnected || html === null) return null;
  fill(dialog, html);
  if (!dialog.open) dialog.showModal();
  dialog.tabIndex = -1;
  dialog.focus();
  return dialog;
}

export function closeSheet(): void {
  document.querySelector<HTMLDialogElement>("dialog[data-sheet]")?.close();
}

export function sheets(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest<HTMLAnchorElement>("a[data-sheet-link]");
    if (target?.closest("[data-close]") || isBackdrop(target, event)) closeSheet();
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void openSheet(link.href).then((sheet) => sheet ?? goTo(link.href));
  });
  // What waits is shown on the page below.
  document.addEventListener("waits", closeSheet);
  document.addEventListener("sent", (event) => {
    if (event.target instanceof Element && event.target.matches("[data-closes]")) closeSheet();
  });
}

function fill(dialog: HTMLDialogElement, html: string): void {
  const body = dialog.querySelector("[data-sheet-body]") ?? dialog;
  body.replaceChildren(fragment(html));
  const title = body.querySelector("h1, h2")?.textContent;
  if (title) dialog.setAttribute("aria-label", title);
}

function isBackdrop(target: Element | null, { clientX, clientY }: MouseEvent): boolean {
  if (!target?.matches("dialog[data-sheet]")) return false;
  const { left, right, top, bottom } = target.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
