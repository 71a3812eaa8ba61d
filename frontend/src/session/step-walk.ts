/**
 * The way through the steps of a session on a clock that is handed in: explaining, counting in, working, resting.
 *
 * Every repetition and hold is recorded through the port the moment it is done, so that a reload goes on from there.
 */
import { BlockRunner } from './block-runner';
import type { Clock } from './clock';
import { BY_TIME, type Lead, type Led } from './lead';
import {
  type EventData,
  type EventKind,
  type ScriptStep,
  type SessionRecord,
  type SessionScript,
  START_POSITION,
} from './script';
import type { Say } from './texts';
import {
  type Block,
  type Cue,
  type Draft,
  endsRepetition,
  isHold,
  isMovement,
  type Place,
  placeOf,
  preparation,
  sideWord,
  work,
  wordsBlock,
} from './timeline';
import type { Tone } from './tones';

export type Mode =
  | 'welcome'
  | 'preparing'
  | 'get_ready'
  | 'moving'
  | 'holding'
  | 'resting'
  | 'paused'
  | 'asking'
  | 'stopped'
  | 'finished';

/** What the player needs of the world. */
export interface Port {
  speak(text: string): void;
  /** Written only. */
  caption(text: string): void;
  tone(name: Tone): void;
  hush(): void;
  record(kind: EventKind, data: EventData, mediaTime_s: number): void;
  changed(): void;
}

const OVER = ['finished', 'ended_by_rule', 'ended_early'];
const ASLEEP_MS = 4000;
const AWAY_MS = 60_000;
export const FIRST: Place = { set: 0, side: 0, repetition: 0, segment: 0 };

const withReps = (step: ScriptStep, reps: number): ScriptStep => ({ ...step, dose: { ...step.dose, reps } });

/** A place beyond the repetitions that are left to do is where the next side or set begins. */
function within({ dose, sides, alternate }: ScriptStep, place: Place): Place {
  if (place.repetition < dose.reps) return place;
  const next = !alternate && place.side + 1 < sides.length ? { side: place.side + 1 } : { side: 0, set: place.set + 1 };
  return { ...place, ...next, repetition: 0 };
}

export abstract class StepWalk {
  mode: Mode = 'welcome';
  stepIndex: number;
  /** The page slept, so the session paused by itself. */
  asleep = false;
  /** Half the movement and half the repetitions were chosen for this step. */
  smaller = false;
  readonly resumes: boolean;

  /** Words of somebody who watches along, for the next pause between repetitions; "" where there are none. */
  takeSent: () => string = () => '';

  /** Who leads: the timer, until a camera is turned on. */
  lead: Lead = BY_TIME;

  protected readonly runner: BlockRunner;
  protected prepared = false;
  protected exerciseDone = false;
  protected media_s: number;
  protected readonly usingEasier: Set<number>;
  private lastTick_ms = 0;
  private entered = false;
  /** A hold that is over, kept until its repetition is, for what was seen of it. */
  private heldNow: EventData | null = null;
  /** The step with fewer repetitions than planned, where a watcher asked for it. */
  protected lowered: ScriptStep | null = null;
  private seenNow: EventData = {};

  /** The session's own clock, which runs while it is led: seconds. */
  get mediaTime_s(): number {
    return this.media_s;
  }

  constructor(
    readonly script: SessionScript,
    protected readonly record: SessionRecord,
    protected readonly say: Say,
    protected readonly clock: Clock,
    readonly port: Port,
    protected readonly rate = 1,
  ) {
    this.stepIndex = record.position.step;
    this.media_s = record.active_s;
    this.usingEasier = new Set(record.using_easier);
    this.resumes = JSON.stringify({ ...START_POSITION, ...record.position }) !== JSON.stringify(START_POSITION);
    if (OVER.includes(record.status)) this.mode = 'finished';
    this.runner = new BlockRunner(clock, {
      speak: (text) => port.speak(text),
      tone: (name) => port.tone(name),
      emit: (draft) => this.recordWork(draft),
      entered: (block) => this.blockEntered(block),
      cue: (cue) => this.cue(cue),
      progressed: (block, at_s) => this.keepProgress(block, at_s),
      mayEnd: (block) => !endsRepetition(block) || !this.lead.counts,
      between: (done, next) => this.between(done, next),
      over: () => this.completeStep(),
    });
  }

  /** From here somebody leads who can do more than tell the time. */
  ledBy<L extends Lead>(make: (led: Led, say: Say, rate: number) => L): L {
    const lead = make(this.led(), this.say, this.rate);
    this.lead = lead;
    return lead;
  }

  /** The walk as the camera's side sees it. */
  private led(): Led {
    const walk = this;
    return {
      get mode() {
        return walk.mode;
      },
      get step() {
        return walk.step;
      },
      get stepIndex() {
        return walk.stepIndex;
      },
      get block() {
        return walk.block;
      },
      get side() {
        return walk.side;
      },
      get waited_s() {
        return walk.runner.waited_s;
      },
      get elapsed_s() {
        return walk.elapsed_s;
      },
      get now_s() {
        return walk.clock.now() / 1000;
      },
      note: (kind, data) => this.emit(kind, data),
      sayNow: (text) => this.port.speak(text),
      caption: (text) => this.port.caption(text),
      repetitionSeen: (seen, hold_s) => this.repetitionSeen(seen, hold_s),
      leadAgainByTime: () => {
        this.heldNow = null;
        if (this.block !== null) this.startWork(this.block.place, 0);
      },
      askAllRight: () => this.askAllRight(),
      changed: () => this.port.changed(),
    };
  }

  /** A step was done to its end. */
  protected abstract stepDone(step: ScriptStep): void;
  /** There is no further step. */
  protected abstract stepsOver(): void;
  /** A cue asks something beside the activity; null takes the question away. */
  protected abstract prompted(ask: Cue['ask'] | null): void;
  /** Nobody was watching for so many seconds while an activity ran. */
  protected abstract wasAway(gap_s: number): void;
  /** Going on after a stop or pause in which there was nothing left to do of the step. */
  protected abstract nothingLeft(): void;
  /** Somebody left the picture in the middle of the work. */
  protected abstract askAllRight(): void;

  get steps(): readonly ScriptStep[] {
    return this.script.steps;
  }

  /** The step as it is done now: the easier version where that was chosen. */
  get step(): ScriptStep | null {
    return this.lowered ?? this.asPlanned;
  }

  private get asPlanned(): ScriptStep | null {
    const planned = this.steps[this.stepIndex] ?? null;
    return planned !== null && this.usingEasier.has(planned.index) ? (planned.easier ?? planned) : planned;
  }

  get canEase(): boolean {
    const planned = this.steps[this.stepIndex];
    return planned?.easier != null && !this.usingEasier.has(planned.index);
  }

  get running(): boolean {
    return ['preparing', 'get_ready', 'moving', 'holding', 'resting'].includes(this.mode);
  }

  get block(): Block | null {
    return this.runner.block;
  }

  get elapsed_s(): number {
    return this.runner.elapsed_s;
  }

  get remaining_s(): number {
    return this.runner.remaining_s;
  }

  /** "left", "right" or "". */
  get side(): string {
    return this.step === null || this.block === null ? '' : sideWord(this.step, this.block.place.side);
  }

  /** Fewer repetitions a side from here on in this step; the one under way is finished. False: that would be no fewer. */
  lower(reps: number, how: EventData): boolean {
    const step = this.asPlanned;
    if (step?.kind !== 'exercise' || reps < 1 || reps >= (this.step?.dose.reps ?? 0)) return false;
    this.lowered = withReps(step, reps);
    this.emit('fewer_chosen', { step: this.stepIndex, reps, ...how });
    this.runner.keepRepetitions(reps);
    this.port.changed();
    return true;
  }

  /** Write something down that happened beside the steps. */
  note(kind: EventKind, data: EventData): void {
    this.emit(kind, data);
  }

  /** `how`: who asked for it, where it was not the person. */
  pause(how: EventData = {}): void {
    if (!this.running) return;
    const segment = this.block?.place.segment ?? 0;
    const timed = this.block?.kind === 'segment';
    this.halt('paused');
    this.emit('paused', { step: this.stepIndex, segment, segment_elapsed_s: timed ? tenths(this.runner.place_s) : 0, ...how });
    this.port.changed();
  }

  tick(): void {
    const now = this.clock.now();
    const gap_ms = now - this.lastTick_ms;
    this.lastTick_ms = now;
    const block = this.block;
    if (!this.running || block === null) return this.lead.follow();
    if (block.kind === 'segment' && gap_ms > AWAY_MS) return this.wasAway(gap_ms / 1000);
    if (block.kind !== 'segment' && block.kind !== 'ready' && gap_ms > ASLEEP_MS) {
      this.runner.freeze(gap_ms / 1000);
      this.asleep = true;
      return this.pause();
    }
    this.media_s += gap_ms / 1000;
    this.runner.tick();
    this.lead.follow();
  }

  /** What the work leaves behind. A hold waits for the end of its repetition where a camera watches. */
  private recordWork({ kind, data }: Draft): void {
    if (kind === 'hold_completed' && this.lead.sees) {
      this.heldNow = data;
      return;
    }
    if (kind === 'repetition_completed') {
      this.keepHold();
      this.emit(kind, { ...data, ...this.seenNow });
    } else {
      this.emit(kind, data);
    }
  }

  private keepHold(): void {
    const seen_s = this.lead.takeHeld();
    const held = this.heldNow;
    this.heldNow = null;
    if (held !== null) this.emit('hold_completed', seen_s === null ? held : { ...held, seen_s });
  }

  /** The camera saw the repetition at hand from its start to its end. */
  private repetitionSeen(seen: EventData, hold_s: number): void {
    const next = this.block?.kind === 'words' ? this.runner.upcoming : this.block;
    if (!isMovement(next) || next === null) return;
    const { set, side, repetition } = next.place;
    // Who comes back before the timer's hold is over has held as long as was seen.
    const holds = this.step?.phases.some(isHold) ?? false;
    if (this.heldNow === null && holds && hold_s > 0) this.heldNow = { step: this.stepIndex, set, side, repetition, hold_s };
    this.seenNow = seen;
    this.runner.endRepetition();
    this.seenNow = {};
    this.port.changed();
  }

  /** Words of the coach have the pause between repetitions, before a rest and before the work. */
  private between(done: Block | null, next: Block | null): Block | null {
    if (this.step?.kind !== 'exercise' || !this.prepared) return null;
    const begins = next === null || (isMovement(next) ? next.phase === 0 : ['rest', 'count_in'].includes(next.kind));
    if (!begins) return null;
    const closes = isMovement(done) && !isMovement(next);
    const words = this.lead.takeWords() || this.takeSent();
    if (words === '' && !(closes && this.lead.counts)) return null;
    const place = done !== null && closes ? { ...done.place, repetition: done.place.repetition + 1 } : (next ?? done)?.place;
    const text = words === '' ? this.say('lead_that_was', { count: place?.repetition ?? 0 }) : words;
    return wordsBlock(text, place ?? FIRST, this.rate);
  }

  /** The step that an event belongs to; after the last step it is still the last one. */
  protected get at(): number {
    return Math.min(this.stepIndex, this.steps.length - 1);
  }

  protected enter(index: number, started: boolean): void {
    const here = this.record.position;
    const resumed = !this.entered && here.step === index;
    this.entered = true;
    this.stepIndex = index;
    this.exerciseDone = false;
    this.smaller = false;
    const agreed = this.record.fewer_reps ?? null;
    this.lowered = resumed && agreed !== null && this.asPlanned !== null ? withReps(this.asPlanned, agreed) : null;
    this.prompted(null);
    if (this.step === null) {
      this.runner.clear();
      return this.stepsOver();
    }
    if (started) this.emit('step_started', { step: index });
    const place = resumed ? placeOf(here) : FIRST;
    this.prepare(this.lowered === null ? place : within(this.lowered, place), resumed ? here.segment_elapsed_s : 0);
  }

  protected prepare(place: Place, elapsed_s: number): void {
    const step = this.step;
    if (step === null) return;
    this.port.hush();
    this.prepared = false;
    const pace = { say: this.say, rate: this.rate };
    const blocks = step.kind === 'transition' ? work(step, place, 0, pace) : preparation(step, place, pace);
    this.run(blocks.map((block) => ({ ...block, from_s: elapsed_s })));
  }

  protected startWork(place: Place, elapsed_s: number): void {
    const step = this.step;
    if (step === null) return;
    this.port.hush();
    this.prepared = true;
    const fewer = Math.max(place.repetition + 1, Math.ceil(step.dose.reps / 2));
    const dose = this.smaller ? { ...step.dose, reps: Math.min(fewer, step.dose.reps) } : step.dose;
    this.run(work({ ...step, dose, index: this.stepIndex }, place, elapsed_s, { say: this.say, rate: this.rate }));
  }

  private run(blocks: Block[]): void {
    this.lastTick_ms = this.clock.now();
    this.runner.run(blocks);
  }

  private blockEntered(block: Block): void {
    this.prompted(null);
    this.mode = MODE_OF[block.kind];
    this.port.changed();
  }

  private cue(cue: Cue): void {
    this.port.speak(cue.say);
    if (cue.ask !== undefined) this.prompted(cue.ask);
    this.port.changed();
  }

  /** Where a timed segment stands, so that a reload goes on there. */
  protected keepProgress(block: Block, at_s: number): void {
    this.emit('segment_progressed', { step: this.stepIndex, segment: block.place.segment, elapsed_s: tenths(at_s) });
  }

  /** Keep the place and the time already done in it. */
  protected halt(mode: 'paused' | 'stopped'): void {
    this.port.hush();
    if (this.runner.running) this.runner.freeze();
    this.keepHold();
    this.mode = mode;
  }

  protected carryOn(): void {
    const block = this.block;
    this.lastTick_ms = this.clock.now();
    if (block === null) return this.nothingLeft();
    if (!this.prepared) return this.runner.again();
    if (block.kind === 'words' && !isMovement(this.runner.upcoming)) return this.runner.finish();
    if (block.kind !== 'rest') return this.startWork(block.place, this.runner.place_s);
    this.runner.thaw();
    this.mode = 'resting';
    this.port.changed();
  }

  protected completeStep(): void {
    const step = this.step;
    if (step === null) return;
    this.port.hush();
    this.runner.clear();
    this.emit('step_completed', { step: this.stepIndex });
    this.exerciseDone = true;
    this.stepDone(step);
  }

  protected emit(kind: EventKind, data: EventData): void {
    this.port.record(kind, data, tenths(this.media_s));
  }
}

const tenths = (seconds: number): number => Math.round(seconds * 10) / 10;

const MODE_OF: Record<Block['kind'], Mode> = {
  line: 'preparing',
  ready: 'preparing',
  count_in: 'get_ready',
  phase: 'moving',
  hold: 'holding',
  rest: 'resting',
  segment: 'moving',
  words: 'moving',
};
