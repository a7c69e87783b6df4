/** Signing out empties the outbox of this account, but never a word of it in silence. */
import { heedSigningOut, tellSigningOut } from "../drafts.js";
import { leave } from "../http.js";
import { notice } from "../notices.js";
import { call } from "../wire.js";
import { word } from "../words.js";
import type { Outbox } from "./outbox.js";

export function signingOut(outbox: Outbox): void {
  const warned = new Set<string>();
  heedSigningOut();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-sign-out]")) return;
    event.preventDefault();
    void signOut(form);
  });

  async function signOut(form: HTMLFormElement): Promise<void> {
    const waiting = await outbox.open();
    if (waiting.some(({ key }) => !warned.has(key))) {
      waiting.forEach(({ key }) => warned.add(key));
      return notice(word("unsent-leave", { n: waiting.length }));
    }
    // What cannot end the sign-in must not throw away the words either, nor a network's own page.
    const { status, said } = await call("/me/now", {}, "");
    if (!said || status >= 500) return notice(word("still-in"));
    await outbox.forget();
    tellSigningOut();
    leave();
    form.submit();
  }
}
