/**
 * Where acts rest: IndexedDB, or this page's memory where a browser refuses that.
 *
 * Every change reads all rows and writes in one transaction, so that tabs and the worker never act
 * on what another has changed meanwhile. No `document` and no `window` here.
 */
import { isSound, unsent } from "./act.js";
import type { Act } from "./act.js";

const NAME = "outbox";
const ACTS = "acts";
const KEPT = "kept";
export const NUMBERS = "numbers";
/** A store that does not answer must not hold back a call for help. */
const PATIENCE_MS = 1_500;
/**
 * Reading more for each change would hold back a call for help. As soon as there are so many, only
 * what waits stays: a row that is written is always among those that are read.
 */
const MOST = 200;

type Work = (acts: Act[]) => Act[];

export class Store {
  /** Rows that may not or cannot rest on the device; they hide what the device says of them. */
  private memory = new Map<string, Act>();
  private opening: Promise<IDBDatabase> | null = null;
  /** As read or written last; they stand for what cannot be read now, which must not look gone. */
  private known: Act[] = [];

  async all(): Promise<Act[]> {
    const rows = await this.read().then((read) => (this.known = read), () => this.known);
    return this.merged(rows);
  }

  /** Answers what `work` made of the rows; it is stored by then. */
  async change(work: Work): Promise<Act[]> {
    try {
      return await soon(this.inDatabase(work));
    } catch {
      const made = work(await this.all());
      for (const act of made) this.remember({ ...act, unkept: true });
      return made.map((act) => ({ ...act, unkept: true }));
    }
  }

  /** Something of this name that is no act: numbers of one's own. */
  async kept<T>(name: string): Promise<T | null> {
    const stored = await this.ask<{ value: T } | undefined>(KEPT, "readonly", (kept) => kept.get(name));
    return stored?.value ?? null;
  }

  async keep(name: string, value: unknown): Promise<void> {
    await this.ask(KEPT, "readwrite", (kept) => kept.put({ name, value }));
  }

  async release(name: string): Promise<void> {
    await this.ask(KEPT, "readwrite", (kept) => kept.delete(name));
  }

  /** These go, and the numbers. Where a store does not do that in time, all of it goes. */
  async forget(work: Work): Promise<void> {
    try {
      await soon(this.inDatabase(work));
      await this.release(NUMBERS);
    } catch {
      await this.empty();
    }
  }

  /** Nothing of anybody stays, here or on the device. */
  async empty(): Promise<void> {
    this.memory.clear();
    this.known = [];
    const opening = this.opening;
    this.opening = null;
    const asked = indexedDB.deleteDatabase(NAME);
    const emptied = new Promise((resolve) => (asked.onsuccess = resolve));
    (await opening?.catch(() => null))?.close();
    await soon(emptied);
  }

  private read(): Promise<Act[]> {
    return this.ask(ACTS, "readonly", (acts) => acts.getAll(null, MOST));
  }

  /** Of what is gone only that it is. */
  private remember(act: Act): void {
    this.memory.set(act.key, act.state === "gone" ? { ...act, fields: "" } : act);
  }

  private merged(rows: Act[]): Act[] {
    const all = new Map(rows.filter(isSound).map((act) => [act.key, act]));
    this.memory.forEach((act, key) => all.set(key, act));
    return [...all.values()].filter(({ state }) => state !== "gone");
  }

  private async inDatabase(work: Work): Promise<Act[]> {
    const database = await this.open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(ACTS, "readwrite", { durability: "strict" });
      const acts = transaction.objectStore(ACTS);
      const asked = acts.getAll(null, MOST) as IDBRequest<Act[]>;
      let made: Act[] = [];
      asked.onsuccess = () => {
        let rows = asked.result;
        try {
          if (rows.length >= MOST) {
            acts.clear();
            rows = unsent(rows);
            for (const row of rows) acts.put(row);
          }
          for (const row of rows) if (!isSound(row)) acts.delete(row.key);
          made = work(this.merged(rows));
          for (const act of made) write(acts, act);
          transaction.commit?.(); // the page may go in this moment: nothing more is waited for
        } catch {
          transaction.abort();
        }
      };
      transaction.oncomplete = () => {
        for (const act of made.filter(({ unkept }) => unkept)) this.remember(act);
        const others = this.known.filter(({ key }) => !made.some((act) => act.key === key));
        this.known = [...others, ...made.filter(({ unkept, state }) => !unkept && state !== "gone")];
        resolve(made);
      };
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
  }

  private async ask<T>(
    store: string, mode: IDBTransactionMode, request: (rows: IDBObjectStore) => IDBRequest,
  ): Promise<T> {
    const database = await this.open();
    return soon(new Promise((resolve, reject) => {
      const asked = request(database.transaction(store, mode).objectStore(store));
      asked.onsuccess = () => resolve(asked.result as T);
      asked.onerror = () => reject(asked.error);
    }));
  }

  private open(): Promise<IDBDatabase> {
    return (this.opening ??= this.begin());
  }

  /** What does not open in time is not waited for again; it is there once it has opened. */
  private begin(): Promise<IDBDatabase> {
    const opening = new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore(ACTS, { keyPath: "key" });
        asked.result.createObjectStore(KEPT, { keyPath: "name" });
      };
      asked.onsuccess = () => {
        const database = asked.result;
        if (database.objectStoreNames.contains(KEPT)) return resolve(this.opened(database));
        database.close();
        begunAnew(reject);
      };
      asked.onerror = () => {
        if (asked.error?.name === "VersionError") begunAnew(reject);
        else reject(asked.error);
      };
    });
    opening.then(() => (this.opening &&= opening), () => (this.opening = null));
    return soon(opening);
  }

  /** Another tab may delete everything, on the way out: then this one must let go. */
  private opened(database: IDBDatabase): IDBDatabase {
    const letGo = (): void => {
      this.opening = null;
      database.close();
    };
    database.onversionchange = letGo;
    database.onclose = letGo;
    return database;
  }
}

/** Not made by us: whoever held the device must not keep the outbox from this browser for good. */
function begunAnew(reject: (fault: Error) => void): void {
  indexedDB.deleteDatabase(NAME);
  reject(new Error("another's"));
}

function write(acts: IDBObjectStore, act: Act): void {
  if (act.unkept || act.state === "gone") acts.delete(act.key);
  else acts.put(act);
}

function soon<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("too late")), PATIENCE_MS);
    work.then(resolve, reject);
  });
}
