/** What the clock of a guided test reads: seconds to get ready, then the test, then it is over. */
export interface Reading {
  phase: 'ready' | 'measure' | 'over';
  /** Whole seconds as they are shown: to go before the start and in a count, gone by in a hold. */
  shown: number;
  /** Seconds of the test so far, to a tenth. */
  measured_s: number;
}

export const READY_S = 5;

export function readingAt(elapsed_s: number, seconds: number, counts_up: boolean): Reading {
  const into = elapsed_s - READY_S;
  if (into < 0) return { phase: 'ready', shown: Math.ceil(-into), measured_s: 0 };
  if (into >= seconds) return { phase: 'over', shown: counts_up ? seconds : 0, measured_s: seconds };
  const measured_s = Math.floor(into * 10) / 10;
  return { phase: 'measure', shown: counts_up ? Math.floor(into) : Math.ceil(seconds - into), measured_s };
}
