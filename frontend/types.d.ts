/** What browsers have and TypeScript's DOM library does not know yet. */
interface TrustedTypePolicy {
  createHTML(text: string): string;
}

interface Window {
  readonly trustedTypes?: {
    createPolicy(name: string, rules: { createHTML: (text: string) => string }): TrustedTypePolicy;
  };
}

/** Background sync, where a browser has it. */
interface ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}
