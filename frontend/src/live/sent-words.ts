/**
 * Words of somebody who watches along, one at a time: between repetitions, or where nothing is being counted or said.
 *
 * They never run over a count, a question about pain, or what the session says itself.
 */
import type { Player } from '../session/player';
import { speakingSeconds } from '../session/timeline';

export interface SentCue {
  id: string;
  /** Of the catalogue, or `own_words`. */
  code: string;
  text: string;
  name: string;
  by: string;
}

/** Defaults of ours. */
const MOST_WAITING = 3;
const QUIET_S = 1;
const COUNTED_S = 3;
const LONG_S = 15;

export class SentWords {
  private readonly waiting: SentCue[] = [];
  private quietFrom_s = 0;

  constructor(
    private readonly player: Player,
    private readonly now_s: () => number,
    private readonly said: (cue: SentCue) => void,
  ) {
    player.takeSent = () => this.take();
  }

  get count(): number {
    return this.waiting.length;
  }

  /** False where too many wait already, or the session says nothing now. Said with a later `tick`, or between repetitions. */
  add(cue: SentCue): boolean {
    if (this.waiting.length >= MOST_WAITING || ['welcome', 'stopped', 'finished'].includes(this.player.mode)) return false;
    this.waiting.push(cue);
    return true;
  }

  forget(): SentCue[] {
    return this.waiting.splice(0);
  }

  /** For the pause between repetitions: the pause lasts as long as the words. */
  private take(): string {
    const cue = this.waiting.shift();
    if (cue === undefined) return '';
    this.said(cue);
    return cue.text;
  }

  /** Now and then: says what waits where nothing else is being said. */
  tick(): void {
    const cue = this.waiting[0];
    if (cue === undefined || this.now_s() < this.quietFrom_s) return;
    const needed_s = speakingSeconds(cue.text, 1) + QUIET_S;
    if (!this.isQuietFor(needed_s)) return;
    this.waiting.shift();
    this.quietFrom_s = this.now_s() + needed_s;
    this.player.port.speak(cue.text);
    this.said(cue);
  }

  private isQuietFor(needed_s: number): boolean {
    const { mode, block, question } = this.player;
    if (mode === 'paused') return true;
    if (mode === 'asking') return question?.kind === 'effort' || question?.kind === 'reps_left';
    if (mode === 'preparing') return block?.kind === 'ready';
    if (block === null || this.player.elapsed_s < QUIET_S * 2) return false;
    if (mode !== 'resting' && block.duration_s < LONG_S) return false;
    const nextCue_s = Math.min(...block.cues.map((one) => one.at_s).filter((at_s) => at_s > this.player.elapsed_s), Infinity);
    return this.player.elapsed_s + needed_s < Math.min(nextCue_s, block.duration_s - COUNTED_S);
  }
}
