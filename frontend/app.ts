/** The browser's script: finds what the page offers and brings it to life. */
import { sightings, typing } from "./alertroom.js";
import { Asking } from "./asking.js";
import { controls } from "./controls.js";
import { bringBackDrafts } from "./drafts.js";
import { alerts, countNews } from "./elsewhere.js";
import { enhanceForms } from "./enhance.js";
import { quickExit } from "./exit.js";
import { here } from "./here.js";
import { kept } from "./kept.js";
import { leavings } from "./left.js";
import { lineWords } from "./line.js";
import { Live } from "./live.js";
import { Machine } from "./machine.js";
import { signingOut } from "./outbox/leaving.js";
import { Outbox } from "./outbox/outbox.js";
import { tray } from "./outbox/tray.js";
import { composers, looks, olderWords, ways } from "./room.js";
import { sheets } from "./sheet.js";
import { shell } from "./shell.js";
import { sounds } from "./sound.js";
import { times } from "./times.js";
import { urgeButton } from "./urge.js";
import { Views } from "./views.js";

const { epoch = null, account = "", signIn = "" } = document.body.dataset;
const { accountStream, accountHead, aboutStream, aboutHead } = document.body.dataset;
const machine = new Machine(epoch);
const outbox = new Outbox(account, signIn, () => machine.epoch);
quickExit(outbox);
leavings();
composers();
controls();
sheets();
sounds();
bringBackDrafts();

const views = new Views(machine);
times(views);

tray(outbox);
if (account) beLive();
outbox.start();
void kept(outbox);
shell(outbox.store, account);

/** Also what no part of the page shows. */
function follow(stream?: string, head?: string): void {
  if (stream && !machine.streams().includes(stream)) machine.follow(stream, Number(head));
}

function beLive(): void {
  follow(accountStream, accountHead);
  follow(aboutStream, aboutHead);
  const asking = new Asking(machine, (effects) => {
    views.apply(effects);
    countNews(effects);
    void outbox.loseSightOf(effects.flatMap((effect) => "card" in effect ? effect.card : effect));
    // News may be that a circle is ours no longer; of that nothing else tells.
    if (effects.some((effect) => effect.do === "show" && effect.card.kind === "notification")) {
      asking.wantAll();
    }
  });
  const live = new Live(machine, asking);
  live.frames.hear(({ cards }) => void outbox.loseSightOf(cards));
  enhanceForms(outbox, ({ seqs }) => live.wrote(seqs));
  urgeButton(outbox, ({ seqs }) => live.wrote(seqs));
  signingOut(outbox);
  live.line.hear((line) => line !== "off" && outbox.now());
  // Another epoch makes the machine ask anew, and this answer says in which one the service lives.
  asking.reached.hear(() => queueMicrotask(() => outbox.heed()));
  looks(views, machine);
  olderWords(views, machine, asking);
  ways(views);
  sightings(views, live);
  typing(live, views);
  here(live, views);
  alerts(views, live, outbox);
  lineWords(live);
  live.tooOld.hear(() => document.dispatchEvent(new Event("newer")));
  live.start();
}
