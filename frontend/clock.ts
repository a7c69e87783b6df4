/** The service's time: a phone's own clock may be wrong. */
let ahead = 0;

export function setClock(serverTime: string): void {
  const time = Date.parse(serverTime);
  if (!Number.isNaN(time)) ahead = time - Date.now();
}

export function now(): number {
  return Date.now() + ahead;
}
