/**
 * One act of a person as it waits on the device, and the rules about it.
 *
 * Pure on purpose, as the machine is: what goes next, what an answer means, and what is left of an
 * act after it. Whoever owns the rows carries it out.
 */
import { ageOf, type Moment } from "../clock.js";

export interface Act {
  key: string;
  /** Public id of the account that pressed; nobody else ever sees or sends it. */
  account: string;
  /** Public id of the sign-in that pressed. No other one sends it without a question. */
  signIn: string;
  /** What must stay in order among itself: one circle, one alert, all calls for help. */
  lane: string;
  kind: string;
  address: string;
  /** Form-encoded, without the key. */
  fields: string;
  /** The words of the button, to name an act that has no words of its own. */
  label: string;
  order: number;
  pressed: Moment;
  /** Lost: done before, and not known to the service any more. */
  state: "waiting" | "lost" | "refused" | "done" | "gone";
  /** Only in this page's memory: it ends with the page. */
  unkept?: boolean;
  /** Done before, in another history, and offered again. */
  again?: boolean;
  /** Of what was done: in which history, when, and the id of what it made. */
  epoch?: string | null;
  doneAt?: Moment;
  made?: string;
}

export type Press = Pick<Act, "account" | "signIn" | "address" | "fields" | "label" | "unkept">;
export type Person = Pick<Act, "account" | "signIn">;

export interface Said {
  status: number;
  said: unknown;
}

export type Verdict = "done" | "refused" | "stale" | "signed-out" | "later";

const ALERTS = /^\/alerts$|^\/circles\/[^/]+\/alerts$/;
/** What is said in a circle and in an alert. What changes a circle goes from its page, or not. */
const KEPT =
  /^\/(alerts|reports|(alerts|messages|milestones)\/[\w-]+\/\w+|circles\/[\w-]+\/(alerts|messages))$/;
const SECRET_NAMES = /password|token|code|secret|email/;
const WORDS = ["text", "note", "thanks", "words"];
const ENDS = ["deletion", "withdrawal", "resolution"];
const SEEN_WHOLE = ["alerts", "messages", "responses"];
const STATES = ["waiting", "lost", "refused", "done"];
const DEFINITE = [400, 403, 404, 409, 410, 413, 422];
const ALERT_LASTS_MS = 120_000;
const LASTS_MS = 600_000;
/** More than any form of ours takes: two thousand characters, of twelve signs each. */
const MOST_SIGNS = 30_000;
const SHADOW_LASTS_MS = 72 * 3_600_000;
const MOST_EACH = 100;
const LONG_AGO = Number.MIN_SAFE_INTEGER;

export const isAlert = ({ lane }: Pick<Act, "lane">): boolean => lane === "alerts";
export const alertsFirst = (a: Act, b: Act): number => Number(isAlert(b)) - Number(isAlert(a));

/** Whether an act may rest on the device. A form says no by `data-unkept`; this is the second door. */
export function mayKeep(address: string, fields: string): boolean {
  return KEPT.test(address) && fields.length <= MOST_SIGNS
    && ![...new URLSearchParams(fields).keys()].some((name) => SECRET_NAMES.test(name));
}

/** Whoever has this device may write rows. Of any other shape than our own they are not there. */
export function isSound(row: Partial<Act>): boolean {
  const { address, fields, doneAt = row.pressed } = row;
  if (typeof address !== "string" || typeof fields !== "string") return false;
  const { lane, kind } = placeOf(address);
  const { key, account, signIn, label } = row;
  return mayKeep(address, fields)
    && [key, account, signIn, label].every((text = "") => isShort(text))
    && row.lane === lane && row.kind === kind && STATES.includes(row.state ?? "")
    && [row.order, row.pressed?.wall, doneAt?.wall].every(Number.isFinite);
}

/** A row may hold anything, and each change reads them all. */
const isShort = (text: unknown): boolean => typeof text === "string" && text.length <= MOST_SIGNS;

/**
 * The acts of this person. Nobody knows who pressed what another sign-in left here, nor when: it
 * asks, under no name but its own words.
 */
export function actsOf(acts: Act[], { account, signIn }: Person, { page }: Moment): Act[] {
  return acts.filter((act) => act.account === account).map((act) => {
    if (act.signIn === signIn || act.pressed.page === page) return act;
    const pressed = { wall: LONG_AGO, mono: 0, page: "", ahead: null };
    return { ...act, pressed, again: false, label: "" };
  });
}

/** Of another sign-in. What it would send must be seen whole: its words, and where they go. */
export const isLeft = ({ pressed }: Act): boolean => pressed.wall === LONG_AGO;

export function isSeenWhole({ kind, fields }: Act): boolean {
  const names = [...new URLSearchParams(fields).keys()];
  return SEEN_WHOLE.includes(kind) && names.every((name) => WORDS.includes(name));
}

export function wordsOf({ fields }: Act): string {
  const given = new URLSearchParams(fields);
  return WORDS.flatMap((name) => given.getAll(name)).join("\n").trim();
}

/**
 * Whether to ask only if it was done. Words may have been taken away since, from a phone that no
 * other one heard of: once a restore has lost them, a person has to say whether they come back.
 */
export const isAsked = ({ again, kind }: Act): boolean => Boolean(again) && kind === "messages";

/** Old enough, or lost, so that the person is asked before it goes out. */
export function mustAsk(act: Act, here: Moment): boolean {
  if (act.state === "lost") return true;
  if (act.state !== "waiting" || (act.again && !isAlert(act))) return false;
  // What has no age asks too: a clock that somebody wrote need not be a number.
  return !(ageOf(act.pressed, here) <= (isAlert(act) ? ALERT_LASTS_MS : LASTS_MS));
}

/** What may go next: the first of each lane, calls for help before all else. */
export function nextOf(acts: Act[], here: Moment): Act[] {
  const firsts = new Map<string, Act>();
  for (const act of inOrder(acts)) {
    const mayGo = act.state === "waiting" && !mustAsk(act, here);
    if (mayGo && !firsts.has(act.lane)) firsts.set(act.lane, act);
  }
  return [...firsts.values()].sort(alertsFirst);
}

export function inOrder(acts: Act[]): Act[] {
  return [...acts].sort((one, other) => one.order - other.order);
}

type Acts = [Act, ...Act[]];

/**
 * The act of a press, and what it takes the place of. Pressed again while it waits, it is the same
 * one, wanted anew; but words that another sign-in left under their key are that one's.
 */
export function pressed(acts: Act[], press: Press, key: string, here: Moment): Acts {
  const same = acts.find((act) => act.state === "waiting" && !act.again
    && act.account === press.account && act.address === press.address
    && act.fields === press.fields && (isAlert(act) || act.signIn === press.signIn));
  if (same) return wantedAnew(acts, same, key, here, press.signIn);
  const place = placeOf(press.address);
  return [{ ...press, ...place, key, order: last(acts) + 1, pressed: here, state: "waiting" }];
}

/**
 * Still wanted. A call for help that had to ask is another one then, under a key of its own: the
 * one before may have been heard, and be over, and its repeat would tell nobody.
 */
export function wantedAnew(
  acts: Act[], act: Act, key: string, here: Moment, signIn = act.signIn,
): Acts {
  const same = wanted(acts, act, here, signIn);
  if (!isAlert(act) || !mustAsk(act, here)) return [same];
  return [{ ...same, key, again: false }, { ...act, state: "gone" }];
}

function placeOf(address: string): Pick<Act, "lane" | "kind"> {
  const parts = address.split("/");
  const lane = ALERTS.test(address) ? "alerts" : parts.slice(0, 3).join("/");
  return { lane, kind: parts.at(-1) ?? "" };
}

/** Still wanted, by this sign-in. What had stepped out of its line joins it at the end. */
export function wanted(acts: Act[], act: Act, here: Moment, signIn = act.signIn): Act {
  const order = mustAsk(act, here) ? last(acts) + 1 : act.order;
  return { ...act, order, signIn, pressed: here, state: "waiting" };
}

const last = (acts: Act[]): number => Math.max(0, ...acts.map(({ order }) => order));

/** A page of somebody else's, such as a hotel's, may answer too: only our own words count. */
export function verdictOn({ status, said }: Said): Verdict {
  const { seqs, error, stale } = (said ?? {}) as Record<string, unknown>;
  if ((status === 200 || status === 201) && seqs) return "done";
  if (status === 401 && said) return "signed-out";
  if (status === 400 && stale) return "stale";
  return DEFINITE.includes(status) && error ? "refused" : "later";
}

/** The act after an answer to it. */
export function answered(act: Act, answer: Said, epoch: string | null, here: Moment): Act {
  const verdict = verdictOn(answer);
  if (verdict === "done") return done(act, answer.said as { id?: string | null }, epoch, here);
  if (verdict !== "refused") return act;
  if (isAsked(act)) return { ...act, again: false, state: "lost" };
  // What was done once and cannot be done anew has nothing to decide, unless words are in it.
  return { ...act, state: act.again && !wordsOf(act) ? "gone" : "refused" };
}

function done(act: Act, said: { id?: string | null }, epoch: string | null, here: Moment): Act {
  if (!said.id || act.unkept) return { ...act, state: "gone" };
  const { again, ...rest } = act;
  return { ...rest, state: "done", epoch, doneAt: here, made: said.id };
}

/** What an act that is done leaves no room for: words it took away, and the oldest shadows. */
export function undoneBy(acts: Act[], act: Act): Act[] {
  if (act.state !== "done") return [];
  const others = acts.filter(({ key, state }) => key !== act.key && state === "done");
  const over = inOrder(others).slice(0, Math.max(0, others.length + 1 - MOST_EACH));
  const taken = ENDS.includes(act.kind) ? takenAway(acts, act.address.split("/")) : [];
  return [...over.map(gone), ...taken];
}

/** Words that were taken away, or a call that is over, must not come back from a shadow. */
export const takenAway = (acts: Act[], ids: string[]): Act[] =>
  acts.filter(({ made }) => made && ids.includes(made)).map(gone);

/** The latest that wait; whoever held the device may have left any number. */
export const unsent = (acts: Act[]): Act[] =>
  inOrder(acts.filter((act) => isSound(act) && act.state === "waiting")).slice(-MOST_EACH);

export const gone = (act: Act): Act => ({ ...act, state: "gone" });

/** What changes about the shadows when the service lives in this epoch now. */
export function offeredAgain(acts: Act[], epoch: string, here: Moment): Act[] {
  return acts.filter(({ state }) => state === "done").flatMap((act): Act[] => {
    if (isOver(act, here)) return [{ ...act, state: "gone" }];
    if (act.epoch === epoch) return [];
    // A call for help that is over must not be heard a second time.
    const isLate = isAlert(act) && ageOf(act.pressed, here) > ALERT_LASTS_MS;
    return [isLate ? { ...act, state: "gone" } : { ...act, state: "waiting", again: true }];
  });
}

/**
 * Pressed later than now by a clock that was set back, and by no other. Nobody knows when that was;
 * so it asks for good, instead of going out by itself once the clock gets there.
 */
export function everOld(acts: Act[], here: Moment): Act[] {
  return acts.filter(({ pressed }) => pressed.ahead === null && ageOf(pressed, here) === Infinity)
    .map((act) => ({ ...act, pressed: { ...act.pressed, wall: 0 } }));
}

/** A shadow that has stood for its three days. */
export function isOver({ state, doneAt }: Act, here: Moment): boolean {
  return state === "done" && (doneAt ? ageOf(doneAt, here) : Infinity) > SHADOW_LASTS_MS;
}
