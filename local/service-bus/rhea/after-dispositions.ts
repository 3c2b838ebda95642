/**
 * Trap 7: of what happens in one tick rhea writes transfers before dispositions. A reply must come after its request has
 * been accepted, or some clients hang: it is sent when the tick is over.
 */
export function afterDispositions(send: () => void): void {
  setImmediate(send);
}
