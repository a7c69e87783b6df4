/** The socket, what stands in for it, and when to ask without being told. */
import type { Socket } from "socket.io-client";
// The package's own door also reads addresses and keeps connections by them: there is one of each.
import { Manager } from "../node_modules/socket.io-client/build/esm/manager.js";
import type { Asking } from "./asking.js";
import { setClock } from "./clock.js";
import { isLeaving } from "./http.js";
import type { Machine } from "./machine.js";
import type { Frame, Heads, Hello, Here, Typing } from "./protocol.js";
import { Signal } from "./signal.js";

export type Line = "socket" | "poll" | "off";

const CLIENT = 1;
const TRIES = 2;
const QUICK_MS = 300;
const LONGEST_MS = 30_000;
const MINUTE_MS = 60_000;
const ACK_MS = 5_000;
/** Some lines take a socket and stay silent: nobody waits longer for a greeting. */
const GREETING_MS = 4_000;

export class Live {
  readonly frames = new Signal<Frame>();
  readonly typing = new Signal<Typing>();
  readonly here = new Signal<Here>();
  readonly line = new Signal<Line>();
  /** Which streams are ours, each time a socket is greeted. */
  readonly greeted = new Signal<Heads>();
  readonly tooOld = new Signal<void>();
  private readonly socket: Socket;
  private misses = 0;
  private isReached = false;
  private isOver = false;
  private greeting = 0;

  constructor(private readonly machine: Machine, private readonly asking: Asking) {
    const manager = new Manager(location.origin, {
      transports: ["websocket"],
      autoConnect: false,
      reconnectionDelay: QUICK_MS,
      reconnectionDelayMax: LONGEST_MS,
      randomizationFactor: 0.5,
    });
    this.socket = manager.socket("/");
  }

  start(): void {
    this.listen();
    this.asking.reached.hear((isReached) => this.noteReached(isReached));
    addEventListener("online", () => this.lookAgain());
    addEventListener("pageshow", (event) => event.persisted && this.lookAgain());
    document.addEventListener("visibilitychange", () => !document.hidden && this.lookAgain());
    setInterval(() => !document.hidden && !this.isOver && this.asking.wantAll(), MINUTE_MS);
    this.say("off");
    this.awaitGreeting();
    this.socket.connect();
  }

  /** Whether the service took it; nothing when there is no socket, or none that lives. */
  async tell(event: "hello" | "seen" | "looking" | "typing", said: object): Promise<boolean | null> {
    if (!this.socket.connected) return null;
    try {
      return (await this.socket.timeout(ACK_MS).emitWithAck(event, said)) === true;
    } catch {
      return null;
    }
  }

  /** One's own write was taken: show it, socket or not. */
  wrote(seqs: Heads): void {
    this.asking.carryOut(this.machine.wrote(seqs, Date.now()));
  }

  private listen(): void {
    const { socket, asking, machine } = this;
    socket.on("hello", (hello: Hello & { min_client?: number }) => this.greet(hello));
    socket.on("cards", (frame: Frame) => {
      asking.carryOut(machine.frame(frame, Date.now()));
      this.frames.say(frame);
    });
    socket.on("heads", ({ epoch, heads }: { epoch: string; heads: Heads }) => {
      asking.carryOut(machine.heads(epoch, heads, Date.now()));
    });
    socket.on("typing", (typing: Typing) => this.typing.say(typing));
    socket.on("here", (here: Here) => this.here.say(here));
    socket.on("revoked", () => this.end());
    socket.on("drain", ({ within }: { within: number }) => this.goElsewhere(within));
    socket.on("connect_error", () => this.missed());
    socket.on("disconnect", (reason) => this.cut(reason === "io server disconnect"));
  }

  private greet(hello: Hello & { min_client?: number }): void {
    if (hello.server_time) setClock(hello.server_time);
    if ((hello.min_client ?? CLIENT) > CLIENT) this.tooOld.say();
    clearTimeout(this.greeting);
    this.misses = 0;
    this.pace(QUICK_MS, LONGEST_MS);
    this.asking.endPolling();
    this.say("socket");
    this.asking.carryOut(this.machine.hello(hello.epoch, hello.heads, Date.now()));
    this.greeted.say(hello.heads);
  }

  private awaitGreeting(): void {
    clearTimeout(this.greeting);
    const poll = (): void => void (this.isOver || this.asking.beginPolling());
    this.greeting = window.setTimeout(poll, GREETING_MS);
  }

  private missed(): void {
    this.misses += 1;
    if (this.misses < TRIES || this.isOver) return;
    this.asking.beginPolling();
    // The service answers but sockets do not pass: try them rarely. Else it is merely away.
    if (this.isReached) this.pace(MINUTE_MS, MINUTE_MS);
    if (!this.socket.active) setTimeout(() => this.socket.connect(), MINUTE_MS);
  }

  private cut(byService: boolean): void {
    if (this.isOver) return;
    this.say("off");
    this.awaitGreeting();
    // Closed without a word: perhaps one tab too many. Coming back at once would close another.
    if (!byService) return;
    this.asking.beginPolling();
    setTimeout(() => this.socket.connect(), MINUTE_MS);
  }

  /** The process ends and others go on: leave it, but not all at one moment. */
  private goElsewhere(within: number): void {
    const leave = (): void => void (this.isOver || this.socket.io.engine.close());
    setTimeout(leave, Math.random() * within * 1_000);
  }

  private noteReached(isReached: boolean): void {
    if (!isReached) this.pace(QUICK_MS, LONGEST_MS);
    this.isReached = isReached;
    if (!this.socket.connected) this.say(isReached ? "poll" : "off");
  }

  private pace(least: number, most: number): void {
    this.socket.io.reconnectionDelay(least);
    this.socket.io.reconnectionDelayMax(most);
  }

  /** Shown again, or the network is back: sockets may have died in silence meanwhile. */
  private lookAgain(): void {
    if (this.isOver) return;
    this.asking.wantAll();
    void this.tell("hello", {}).then((said) => {
      if (said === null && !this.isOver) this.socket.disconnect().connect();
    });
  }

  /** Signed out elsewhere, or banned: leave nothing on the screen. */
  private end(): void {
    this.isOver = true;
    this.socket.disconnect();
    if (isLeaving()) return; // this page ended its sign-in itself
    document.body.replaceChildren();
    location.replace("/sign-in");
  }

  private say(line: Line): void {
    document.documentElement.dataset["live"] = line;
    this.line.say(line);
  }
}
