/** Runs timed blocks one after the other on the clock it is given: what is said, sounded and recorded, and when. */
import type { Clock } from './clock';
import { type Block, type Cue, type Draft, endsRepetition, isMovement } from './timeline';
import type { Tone } from './tones';

export interface RunnerPort {
  speak(text: string): void;
  tone(name: Tone): void;
  emit(draft: Draft): void;
  entered(block: Block): void;
  cue(cue: Cue): void;
  /** A timed segment goes on; called now and then. */
  progressed(block: Block, at_s: number): void;
  /** Whether a block whose time is over may end. False: what it leads has not been seen yet. */
  mayEnd(block: Block): boolean;
  /** What comes between two blocks, if anything: what there is to say. `next` is null after the last one. */
  between(done: Block | null, next: Block | null): Block | null;
  over(): void;
}

const PROGRESS_EVERY_S = 15;
const COUNTED_DOWN_S = 3;
/** After a short hold the next words follow at once; a longer one ends with the bell. */
const BELL_FROM_S = 5;
const RINGS: readonly Block['kind'][] = ['hold', 'segment'];

export class BlockRunner {
  block: Block | null = null;
  running = false;

  private blocks: Block[] = [];
  private next = 0;
  private start_ms = 0;
  private frozen_s = 0;
  private firedCues = 0;
  private lastCount = -1;
  private lastProgress_s = 0;

  constructor(
    private readonly clock: Clock,
    private readonly port: RunnerPort,
  ) {}

  /** Seconds into the block, never beyond its end. */
  get elapsed_s(): number {
    if (this.block === null) return 0;
    const elapsed = this.running ? (this.clock.now() - this.start_ms) / 1000 : this.frozen_s;
    return Math.min(this.block.duration_s, elapsed);
  }

  get remaining_s(): number {
    return this.block === null ? 0 : Math.max(0, this.block.duration_s - this.elapsed_s);
  }

  /** Seconds into the segment that the block belongs to, or where the block should begin again. */
  get place_s(): number {
    if (this.block === null) return 0;
    return this.block.kind === 'segment' ? this.block.from_s + this.elapsed_s : this.block.from_s;
  }

  /** How long the time of a repetition has been over while it has not been seen. */
  get waited_s(): number {
    if (this.block === null || !this.running || !endsRepetition(this.block)) return 0;
    return Math.max(0, (this.clock.now() - this.start_ms) / 1000 - this.block.duration_s);
  }

  /** What comes after the block. */
  get upcoming(): Block | null {
    return this.blocks[this.next] ?? null;
  }

  run(blocks: Block[]): void {
    this.block = null;
    this.blocks = blocks;
    this.next = 0;
    this.advance(0);
  }

  /** Stand still here; `back_s` seconds that passed unseen do not count. */
  freeze(back_s = 0): void {
    this.frozen_s = Math.max(0, this.elapsed_s - back_s);
    this.running = false;
  }

  /** Go on where it stands. */
  thaw(): void {
    this.start_ms = this.clock.now() - this.frozen_s * 1000;
    this.running = this.block !== null;
  }

  /** Begin the same block again. */
  again(): void {
    if (this.block?.kind !== 'words') this.next = Math.max(0, this.next - 1);
    this.block = null;
    this.advance(0);
  }

  clear(): void {
    this.block = null;
    this.running = false;
  }

  tick(): void {
    if (!this.running || this.block === null) return;
    let elapsed_s = (this.clock.now() - this.start_ms) / 1000;
    this.playCues(this.block, elapsed_s);
    while (this.running && this.block !== null && elapsed_s >= this.block.duration_s) {
      if (!this.port.mayEnd(this.block)) return;
      elapsed_s -= this.block.duration_s;
      this.finish(elapsed_s);
    }
  }

  /** The repetition at hand is over, whatever its tempo says: on to what follows it. False: none is under way. */
  endRepetition(): boolean {
    let last = isMovement(this.block) ? this.next - 1 : this.next;
    while (isMovement(this.blocks[last] ?? null) && !endsRepetition(this.blocks[last] as Block)) last += 1;
    const block = this.blocks[last] ?? null;
    if (!this.running || !isMovement(block)) return false;
    this.block = block;
    this.next = last + 1;
    for (const draft of block?.ends ?? []) this.port.emit(draft);
    this.advance(0);
    return true;
  }

  /** Leave out the repetitions from `reps` on; what a set leaves behind goes to the last one that stays. */
  keepRepetitions(reps: number): void {
    const now = this.block;
    const kept = this.blocks.slice(0, this.next);
    const underWay = (block: Block): boolean => JSON.stringify(block.place) === JSON.stringify(now?.place);
    for (const block of this.blocks.slice(this.next)) {
      if (!isMovement(block) || block.place.repetition < reps || (isMovement(now) && underWay(block))) {
        kept.push(block);
        continue;
      }
      const left = block.ends.filter((draft) => draft.kind === 'set_completed');
      const last = kept.at(-1);
      const isOver = kept.length <= this.next && last !== now;
      if (last === undefined || isOver) left.forEach((draft) => this.port.emit(draft));
      else last.ends.push(...left);
    }
    this.blocks = kept;
  }

  /** End the block now; `late_s` seconds already belong to the next one. */
  finish(late_s = 0): void {
    const block = this.block;
    if (block === null) return;
    if (RINGS.includes(block.kind) && block.duration_s >= BELL_FROM_S) this.port.tone('bell');
    for (const draft of block.ends) this.port.emit(draft);
    this.advance(late_s);
  }

  private advance(late_s: number): void {
    const next = this.upcoming;
    const between = this.block?.kind === 'words' ? null : this.port.between(this.block, next);
    const block = between ?? next;
    if (block === null) {
      this.clear();
      return this.port.over();
    }
    if (between === null) this.next += 1;
    this.block = block;
    this.start_ms = this.clock.now() - late_s * 1000;
    this.firedCues = 0;
    this.lastCount = -1;
    this.lastProgress_s = 0;
    this.running = true;
    for (const draft of block.starts) this.port.emit(draft);
    if (block.breathing === 'inhale') this.port.tone('breath_in');
    if (block.breathing === 'exhale') this.port.tone('breath_out');
    if (block.say !== '') this.port.speak(block.say);
    this.port.entered(block);
  }

  private playCues(block: Block, elapsed_s: number): void {
    const cue = block.cues[this.firedCues];
    if (cue !== undefined && elapsed_s >= cue.at_s) {
      this.firedCues += 1;
      this.port.cue(cue);
    }
    if (block.kind === 'segment' && elapsed_s - this.lastProgress_s >= PROGRESS_EVERY_S && elapsed_s < block.duration_s) {
      this.lastProgress_s = elapsed_s;
      this.port.progressed(block, block.from_s + elapsed_s);
    }
    const count = Math.ceil(block.duration_s - elapsed_s);
    const counted = block.kind === 'count_in' || block.kind === 'rest';
    if (counted && count !== this.lastCount && count >= 1 && count <= COUNTED_DOWN_S) this.port.tone('tick');
    this.lastCount = count;
  }
}
