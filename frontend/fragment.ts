/** The one door by which the service's HTML becomes part of the page, and its worker starts. */
const asItIs = { createHTML: (text: string): string => text, createScriptURL: worker };
const policy = window.trustedTypes?.createPolicy("app", asItIs) ?? asItIs;

/** Only for what the service rendered; a person's words are escaped there. */
export function fragment(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html);
  return template.content;
}

export const workerAddress = (): string => policy.createScriptURL("/sw.js");

/** No other script is ever started by its address. */
function worker(address: string): string {
  if (address !== "/sw.js") throw new TypeError(address);
  return address;
}
