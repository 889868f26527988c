const MINUTE_MS = 60_000;
const QUICK_MS = 2_000;
const SLOW_MS = 15_000;
const QUICK_FOR_MS = 2 * MINUTE_MS;
const WATCH_FOR_MS = 20 * MINUTE_MS;

/**
 * How often to look at files that are on their way: often at first, then now and then, and no more when nothing has
 * moved for so long that nothing will. Goes by this machine's clock alone, and begins anew when other files are on their way.
 */
export class Watch {
  #watched = '';
  #since = 0;

  /** Milliseconds until the next look; false for none. */
  paceMs(ids: readonly string[], now: number): number | false {
    const watched = [...ids].sort().join(' ');
    if (watched !== this.#watched) [this.#watched, this.#since] = [watched, now];
    if (watched === '') return false;
    const waited = now - this.#since;
    if (waited < QUICK_FOR_MS) return QUICK_MS;
    return waited < WATCH_FOR_MS && SLOW_MS;
  }
}
