/** A gentle sound for a friend's new alert. The person chooses which; until then the browser is quiet. */
import { notice } from "./notices.js";
import { feel } from "./touch.js";
import { word } from "./words.js";

/** Of one tone: how high in Hz, when it begins and how long it lasts in seconds, how loud it is. */
type Tone = [pitch: number, begins: number, lasts: number, loud: number];

const SOUNDS: Record<string, Tone[]> = {
  notes: [[440, 0, 1.1, 0.16], [554.37, 0.22, 1.1, 0.16]],
  bowl: [[196, 0, 3.2, 0.18], [393.5, 0, 2.2, 0.07], [588, 0.02, 1.4, 0.03]],
  drops: [[784, 0, 0.45, 0.12], [659.25, 0.16, 0.45, 0.12], [523.25, 0.32, 0.9, 0.14]],
};
const SHAKE_MS = [120, 80, 120];

let context: AudioContext | null = null;

export function sounds(): void {
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.closest("[data-sound]")) choose(target.value);
  });
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.closest("[data-test-sound]")) return;
    ring();
    notice(word("sound-on"));
  });
  offer();
  // Browsers let a page sound only after it was touched.
  const wake = (): void => void (chosen() && ready().resume());
  addEventListener("pointerdown", wake, { once: true });
  addEventListener("keydown", wake, { once: true });
}

/** What was chosen is heard at once. */
function choose(name: string): void {
  if (name in SOUNDS) localStorage.setItem("sound", name);
  else localStorage.removeItem("sound");
  offer();
  if (chosen()) ring();
  else notice(word("sound-off"));
}

/** A page without script has no sound to offer. */
function offer(): void {
  const place = document.querySelector<HTMLElement>("[data-sound]");
  const test = place?.querySelector<HTMLElement>("[data-test-sound]");
  if (!place || !test) return;
  place.hidden = false;
  test.hidden = !chosen();
  for (const choice of place.querySelectorAll<HTMLInputElement>("[type=radio]")) {
    choice.checked = choice.value === (chosen() || "none");
  }
}

/** A browser may refuse its stores; then it is quiet. */
function chosen(): string {
  try {
    const name = localStorage.getItem("sound") ?? "";
    return name in SOUNDS ? name : "";
  } catch {
    return "";
  }
}

/** Call for the person at the screen; silent unless they asked for a sound. */
export function ring(): void {
  const tones = SOUNDS[chosen()];
  if (!tones) return;
  feel(SHAKE_MS);
  const audio = ready();
  void audio.resume();
  for (const tone of tones) play(audio, tone);
}

function ready(): AudioContext {
  context ??= new AudioContext();
  return context;
}

function play(audio: AudioContext, [pitch, begins, lasts, loud]: Tone): void {
  const at = audio.currentTime + begins;
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  tone.type = "triangle";
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(0.0001, at);
  loudness.gain.exponentialRampToValueAtTime(loud, at + 0.03);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + lasts);
  tone.connect(loudness).connect(audio.destination);
  tone.start(at);
  tone.stop(at + lasts);
}
