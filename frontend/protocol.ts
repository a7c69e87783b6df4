/** What the service says, in the words of docs/protocol.md. Unknown parts pass unread. */

export interface Card {
  seq: number;
  first?: number;
  kind?: string;
  id?: string;
  html?: string;
  gone?: boolean;
}

/** A card that names a thing; the other kind is an empty number. */
export interface NamedCard extends Card {
  first: number;
  kind: string;
  id: string;
}

export type Heads = Record<string, number>;

export interface Frame {
  epoch: string;
  stream: string;
  seq: number;
  cards: Card[];
}

export interface Hello {
  epoch: string;
  heads: Heads;
  server_time?: string;
}

export interface Page {
  epoch: string;
  head: number;
  more: boolean;
  cards: Card[];
}

export interface Changes extends Page {
  reset: boolean;
}

export interface Typing {
  alert: string;
  member: string;
  name: string;
}

/** Who of those that came has the room of an alert on a screen: all of them, each time. */
export interface Here {
  alert: string;
  members: { member: string; name: string }[];
}

/** What a write is answered with, when it was taken. */
export interface Receipt {
  kind: string;
  id: string;
  location: string;
  seqs: Heads;
}

export function isNamed(card: Card): card is NamedCard {
  return card.kind !== undefined && card.id !== undefined && card.first !== undefined;
}
