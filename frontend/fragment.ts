/** The one door by which the service's HTML becomes part of the page. */
const asItIs = { createHTML: (text: string): string => text };
const policy = window.trustedTypes?.createPolicy("app", asItIs) ?? asItIs;

/** Only for what the service rendered; a person's words are escaped there. */
export function fragment(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html);
  return template.content;
}
