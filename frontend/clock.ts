/**
 * The service's time, for a phone's own clock may be wrong, and moments that can be compared later.
 *
 * Three clocks, none of which is right alone. The device's (`wall`) may be a day off, and may jump.
 * The page's own (`mono`) never jumps, but ends with the page and, on many phones, stands still
 * while they sleep. The service's is right, but known only while it is reached; from then on it is
 * carried forward by the page's. So an age may come out too long, and never too short.
 */
const APART_MS = 5_000;
const RECENT_MS = 20_000;
const PAGE = String(Math.random());

export interface Moment {
  wall: number;
  /** Milliseconds of this page, which no other page can compare with. */
  mono: number;
  page: string;
  /** How far the service's clock is before `wall`; nothing, if it was never heard here. */
  ahead: number | null;
}

let ahead = 0;
let written = NaN;
let learned: Moment | null = null;

export function setClock(serverTime: string): void {
  const time = Date.parse(serverTime);
  if (Number.isNaN(time)) return;
  ahead = time - Date.now();
  learned = { wall: Date.now(), mono: performance.now(), page: PAGE, ahead };
}

/** The service was heard a moment ago, by both clocks. */
export function isHeard(): boolean {
  const here = moment();
  return learned !== null && isCertain(learned, here) && here.mono - learned.mono < RECENT_MS;
}

/** When the page that is shown was written, by the service's clock. */
export function setWritten(time: string): void {
  written = Date.parse(time);
}

/** Before the service was heard, the time is that of the page. */
export function now(): number {
  if (learned || Number.isNaN(written)) return Date.now() + ahead;
  return written + performance.now();
}

export function moment(): Moment {
  return { wall: Date.now(), mono: performance.now(), page: PAGE, ahead: believed() };
}

function believed(): number | null {
  if (!learned) return null;
  const apart = drift(learned, { wall: Date.now(), mono: performance.now() });
  return Math.abs(apart) < APART_MS ? ahead : ahead - apart;
}

type Clocks = Pick<Moment, "wall" | "mono">;

const drift = (then: Clocks, here: Clocks): number =>
  here.wall - then.wall - (here.mono - then.mono);

/** Both clocks of one page agree on how long it was: nothing slept, nothing jumped. */
export function isCertain(then: Moment, here: Moment): boolean {
  return then.page === here.page && Math.abs(drift(then, here)) < APART_MS;
}

/** How long ago that was. What cannot be known is for ever ago: then a person is asked. */
export function ageOf(then: Moment, here: Moment): number {
  const own = then.page === here.page ? here.mono - then.mono : 0;
  if (isCertain(then, here)) return own;
  const isKnown = then.ahead !== null && here.ahead !== null;
  const shift = isKnown ? (here.ahead ?? 0) - (then.ahead ?? 0) : 0;
  const age = here.wall - then.wall + shift;
  return age < -APART_MS && own === 0 ? Infinity : Math.max(age, own, 0);
}
