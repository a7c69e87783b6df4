/** Two warm notes for a friend's new alert, once the person has tried the sound themselves. */
import { notice } from "./notices.js";
import { word } from "./words.js";

const NOTES = [440, 554.37];
const APART_S = 0.22;
const LASTS_S = 1.1;
const LOUD = 0.16;
const SHAKE_MS = [120, 80, 120];

let context: AudioContext | null = null;

export function sounds(): void {
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest("[data-test-sound]")) turnOn();
    if (target.closest("[data-sound-off]")) turnOff();
  });
  offer();
  // Browsers let a page sound only after it was touched.
  const wake = (): void => void (isOn() && ready().resume());
  addEventListener("pointerdown", wake, { once: true });
  addEventListener("keydown", wake, { once: true });
}

function turnOn(): void {
  localStorage.setItem("sound", "on");
  ring();
  offer();
  notice(word("sound-on"));
}

function turnOff(): void {
  localStorage.removeItem("sound");
  offer();
  notice(word("sound-off"));
}

/** A page without script has no sound to offer. */
function offer(): void {
  const place = document.querySelector<HTMLElement>("[data-sound]");
  const off = place?.querySelector<HTMLElement>("[data-sound-off]");
  if (!place || !off) return;
  place.hidden = false;
  off.hidden = !isOn();
}

/** A browser may refuse its stores; then it is quiet. */
function isOn(): boolean {
  try {
    return localStorage.getItem("sound") === "on";
  } catch {
    return false;
  }
}

/** Call for the person at the screen; silent unless they asked for sound. */
export function ring(): void {
  if (!isOn()) return;
  navigator.vibrate?.(SHAKE_MS);
  const audio = ready();
  void audio.resume();
  NOTES.forEach((pitch, nth) => play(audio, pitch, audio.currentTime + nth * APART_S));
}

function ready(): AudioContext {
  context ??= new AudioContext();
  return context;
}

function play(audio: AudioContext, pitch: number, at: number): void {
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  tone.type = "triangle";
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(0.0001, at);
  loudness.gain.exponentialRampToValueAtTime(LOUD, at + 0.03);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + LASTS_S);
  tone.connect(loudness).connect(audio.destination);
  tone.start(at);
  tone.stop(at + LASTS_S);
}
