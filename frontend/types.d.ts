/** What browsers have and TypeScript's DOM library does not know yet. */
interface TrustedTypeRules {
  createHTML(text: string): string;
  /** Said to be text: the only ones who take it are typed so. */
  createScriptURL(address: string): string;
}

interface Window {
  readonly trustedTypes?: {
    createPolicy(name: string, rules: TrustedTypeRules): TrustedTypeRules;
  };
}

/** Background sync, where a browser has it. */
interface ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

/** A browser that offers to put the page on the home screen. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

interface WindowEventMap {
  beforeinstallprompt: InstallOffer;
}
