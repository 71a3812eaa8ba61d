/** Who leads: what the walk through a session asks of it. Without a camera the timer does, and this is all there is to it. */
import type { EventData, EventKind, ScriptStep } from './script';
import type { Mode } from './step-walk';
import type { Block } from './timeline';

export interface Lead {
  /** Repetitions are counted as they are seen, and not when their time is over. */
  readonly counts: boolean;
  /** What happens now is being seen. */
  readonly sees: boolean;
  /** The step at hand is one that a camera can see. */
  readonly isCoached: boolean;
  /** The sentence "press space and I go on by time" stands. */
  readonly offersTime: boolean;
  /** The part of the body that is being spoken of, for the figure; "": none. */
  readonly part: string;
  /** Follow the session. Called with every tick. */
  follow(): void;
  /** Words for the pause before the next block, or "". */
  takeWords(): string;
  /** Seconds of holding seen since this was last asked, or null where none was. */
  takeHeld(): number | null;
  goOnByTime(): void;
}

export const BY_TIME: Lead = {
  counts: false,
  sees: false,
  isCoached: false,
  offersTime: false,
  part: '',
  follow: () => undefined,
  takeWords: () => '',
  takeHeld: () => null,
  goOnByTime: () => undefined,
};

/** What the walk through the session offers to whoever leads. */
export interface Led {
  readonly mode: Mode;
  readonly step: ScriptStep | null;
  readonly stepIndex: number;
  readonly block: Block | null;
  readonly side: string;
  /** How long a repetition's time has been over without its having been seen. */
  readonly waited_s: number;
  readonly elapsed_s: number;
  readonly now_s: number;
  note(kind: EventKind, data: EventData): void;
  /** Say and caption at once. */
  sayNow(text: string): void;
  caption(text: string): void;
  /** A whole repetition of the wanted side was seen, with so many seconds held. */
  repetitionSeen(seen: EventData, hold_s: number): void;
  leadAgainByTime(): void;
  askAllRight(): void;
  changed(): void;
}
