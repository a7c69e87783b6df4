/**
 * Every sentence the script may show. They come from the page, `<template id="words" data-…>`, so
 * that they are translated where all others are. %(name)s and %(n)s are filled in here.
 */
export type Word =
  | "just-now" | "minutes" | "hours" | "days"
  | "not-sent" | "refused" | "gone" | "left"
  | "waits" | "unkept" | "ask-send" | "lost" | "do-again" | "still-needed"
  | "unsent" | "unsent-here" | "unsent-leave"
  | "offline" | "slow" | "back"
  | "someone-here" | "several-here"
  | "someone-writes" | "several-write"
  | "take-back" | "taken-back" | "told" | "nobody-told" | "not-sure" | "still-in" | "signed-out"
  | "asks" | "asks-again" | "asks-you"
  | "breathe-in" | "hold" | "breathe-out"
  | "copied" | "sound-on" | "sound-off";

export function word(key: Word, values: Record<string, string | number> = {}): string {
  const text = document.getElementById("words")?.getAttribute(`data-${key}`) ?? "";
  return text.replace(/%\((\w+)\)s/g, (_, name: string) => String(values[name] ?? ""));
}
