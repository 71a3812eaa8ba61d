/**
 * Who leads: the camera counts what it sees, the timer leads everything else, and the person is told which.
 *
 * Nothing that the timer led is ever called seen. While no coach is attached this does nothing at all.
 */
import type { Coach, CoachEvent, CoachState } from '../coach/port';
import { CoachWords, type SpokenCue } from './coach-words';
import type { Lead, Led } from './lead';
import type { CameraEntry, ScriptPhase } from './script';
import type { Mode } from './step-walk';
import type { Say } from './texts';
import { isHold, speakingSeconds, tempoSeconds } from './timeline';

/** Defaults of ours: how long to wait before the timer takes over. */
export const GATE_PATIENCE_S = 3;
/** The coach asks whether somebody who left is all right after 4 s; that comes before any other word. */
export const NOBODY_PATIENCE_S = 5;
/** The coach begins anew with each exercise and after each pause; that takes a moment. */
export const WATCH_PATIENCE_S = 5;
export const MOVEMENT_PATIENCE_S = 10;
export const MOVEMENT_PATIENCE_TEMPOS = 2;
export const ANSWER_S = 7;
export const OTHER_SIDE_EVERY_S = 8;
/** So long after a cue the figure still shows what it was about. */
export const LOOKED_AT_S = 3;
/** A hold this long is led by the timer; what was seen of it is kept beside it. */
export const HELD_FROM_S = 15;

/** The exercises of the session that a camera can see, and what may be said about them in the person's language. */
export interface Coached {
  exercises: Readonly<Record<string, Pick<CameraEntry, 'held' | 'view' | 'cues' | 'parts'>>>;
  remedies: Readonly<Record<string, string>>;
}

type Repetition = Extract<CoachEvent, { type: 'repetition' }>;
type Fault = Extract<CoachEvent, { type: 'fault' }>;
type Gate = { is: 'unknown' | 'open' | 'closed'; code: string; remedy: string; since_s: number };

const UNSEEN: Gate = { is: 'unknown', code: 'not_seen', remedy: '', since_s: 0 };
const AT_WORK: readonly Mode[] = ['moving', 'holding'];
const WATCHED: readonly Mode[] = ['preparing', 'get_ready', 'moving', 'holding'];
const NOTED_IN: readonly Mode[] = [...WATCHED, 'resting', 'paused', 'asking'];
const CODE = /^[a-z][a-z0-9_]{0,63}$/;
const isFailure = (state: CoachState): boolean => !['off', 'starting', 'watching'].includes(state);
const isLongHold = (phase: ScriptPhase): boolean => isHold(phase) && phase.duration_s >= HELD_FROM_S;
const tenths = (value: number): number => Math.round(value * 10) / 10;

export class CameraLead implements Lead {
  coach: Coach | null = null;
  offersTime = false;
  readonly words: CoachWords;

  private listeners: (() => void)[] = [];
  private gate: Gate = UNSEEN;
  private watched = '';
  private watches = false;
  private expected = false;
  private gaveUp = false;
  /** Why the camera does not count: "" while it does, null before that is known in this step. */
  private why: string | null = null;
  private place = '';
  private otherSide_s = -Infinity;
  private heldSeen_s = 0;
  private repetitionFrom_s = 0;
  private spokenOf = { part: '', until_s: -Infinity };

  constructor(
    private readonly led: Led,
    private readonly say: Say,
    private readonly rate: number,
    private readonly coached: Coached,
  ) {
    this.words = new CoachWords(say);
  }

  /** The camera is on from here. */
  attach(coach: Coach): void {
    this.detach();
    this.coach = coach;
    this.listeners = [
      coach.onEvents((events, seen_at_ms) => this.heard(events, seen_at_ms)),
      coach.onState(() => this.stateChanged()),
    ];
    this.words.forget();
    this.follow();
  }

  /** The camera is off from here; the session goes on by time. */
  detach(): void {
    for (const end of this.listeners) end();
    this.listeners = [];
    if (this.why !== null && this.led.step !== null && NOTED_IN.includes(this.led.mode)) this.changeTo('off');
    this.coach = null;
    this.watched = '';
    this.watches = this.expected = this.offersTime = false;
    this.gate = UNSEEN;
    this.why = null;
    this.led.changed();
  }

  /** Whether the step at hand is one that a camera can see. */
  get isCoached(): boolean {
    const step = this.led.step;
    return step?.kind === 'exercise' && step.exercise_id in this.coached.exercises;
  }

  /** Whether the camera counts the repetitions of this step now. */
  get counts(): boolean {
    return this.coach !== null && this.why === '' && !this.isHeldStep;
  }

  /** Whether what happens now is being seen. */
  get sees(): boolean {
    return this.coach !== null && this.why === '';
  }

  get remedy(): string {
    return this.gate.is === 'closed' ? this.gate.remedy : '';
  }

  /** Follow the session: whom to watch, who counts, what is to be said. Called with every tick. */
  follow(): void {
    if (this.coach === null) return;
    this.lookAt(WATCHED.includes(this.led.mode) && this.isCoached ? (this.led.step?.exercise_id ?? '') : '');
    const expected = this.isCoached && AT_WORK.includes(this.led.mode);
    if (expected !== this.expected) this.coach.expect(expected);
    this.expected = expected;
    this.keepPlace();
    if (expected || (this.isCoached && this.led.mode === 'get_ready')) this.decide();
    if (expected) {
      this.waitOrGoOn();
      this.cueInHold();
    } else {
      this.offersTime = false;
      this.helpBeforeStart();
    }
  }

  /** The part of the body that the cue speaks of which is being said, and a little longer: until it has been looked at. */
  get part(): string {
    return this.led.now_s < this.spokenOf.until_s ? this.spokenOf.part : '';
  }

  /** Words for the pause before the next block, or "". */
  takeWords(): string {
    return this.words.takeLead() || this.takeCue();
  }

  /** Seconds of holding seen since this was last asked, or null where none was. */
  takeHeld(): number | null {
    const seen_s = this.heldSeen_s;
    this.heldSeen_s = 0;
    this.repetitionFrom_s = this.led.now_s;
    return seen_s > 0 ? tenths(seen_s) : null;
  }

  /** The person, or their silence, chose the timer for this set. */
  goOnByTime(): void {
    this.gaveUp = true;
    this.offersTime = false;
    this.decide();
  }

  private get entry(): Coached['exercises'][string] | undefined {
    return this.coached.exercises[this.led.step?.exercise_id ?? ''];
  }

  private get isHeldStep(): boolean {
    return (this.entry?.held ?? false) || (this.led.step?.phases.some(isLongHold) ?? false);
  }

  private lookAt(exercise: string): void {
    const coach = this.coach;
    if (coach === null || coach.state !== 'watching' || exercise === this.watched) return;
    this.watched = exercise;
    this.watches = false;
    this.gate = { ...UNSEEN, since_s: this.led.now_s };
    if (exercise === '') return coach.rest();
    void coach.watch(exercise, 'auto').then((can) => {
      if (this.coach !== coach || this.watched !== exercise) return;
      this.watches = can;
      this.gate = this.gate.is === 'unknown' ? { ...this.gate, since_s: this.led.now_s } : this.gate;
      this.follow();
    });
  }

  /** Each set begins anew with the camera; each step with nothing said yet. */
  private keepPlace(): void {
    const step = `${this.led.stepIndex} ${this.led.step?.exercise_id ?? ''}`;
    const place = `${step} ${this.led.block?.place.set ?? 0}`;
    if (place === this.place) return;
    if (!this.place.startsWith(`${step} `)) {
      this.why = null;
      this.words.newStep();
      this.heldSeen_s = 0;
    }
    this.place = place;
    this.gaveUp = false;
  }

  private stateChanged(): void {
    if (this.coach?.state !== 'watching') this.watched = '';
    this.follow();
    this.led.changed();
  }

  // -- who counts --

  private decide(): void {
    const why = this.whyNot();
    if (why !== null && why !== this.why) this.changeTo(why);
  }

  /** Why the camera does not count now; "" when it does, null to leave it as it is for a moment. */
  private whyNot(): string | null {
    const coach = this.coach;
    if (coach === null) return 'off';
    if (coach.state !== 'watching') return coach.state;
    if (this.gaveUp) return 'no_repetition';
    if (!this.watches) return this.led.now_s - this.gate.since_s < WATCH_PATIENCE_S ? null : 'starting';
    if (this.gate.is === 'open') return '';
    const patience_s = this.gate.code === 'no_person' && this.why === '' ? NOBODY_PATIENCE_S : GATE_PATIENCE_S;
    return this.led.now_s - this.gate.since_s < patience_s ? null : this.gate.code;
  }

  private changeTo(why: string): void {
    const { why: before, led } = this;
    const waiting = led.waited_s > 0;
    this.why = why;
    this.offersTime = false;
    if (why === '') {
      if (before !== null) led.note('coaching_resumed', { step: led.stepIndex });
      this.words.again();
    } else {
      led.note('coaching_paused', { step: led.stepIndex, code: CODE.test(why) ? why : 'unknown' });
      this.words.byTime(why, why === this.gate.code ? this.gate.remedy : this.trouble, this.isHeldStep, led.now_s);
      if (waiting) led.leadAgainByTime();
    }
    led.changed();
  }

  /** Why the camera does not work, in words that help. */
  private get trouble(): string {
    const trouble = this.coach?.trouble ?? '';
    return trouble === '' ? '' : this.say(`coach_${trouble}`);
  }

  /** A repetition whose time is over waits for the person, up to a point. */
  private waitOrGoOn(): void {
    const { step, waited_s } = this.led;
    if (!this.counts || waited_s <= 0 || step === null) {
      this.offersTime = false;
      return;
    }
    const patience_s = Math.max(MOVEMENT_PATIENCE_S, MOVEMENT_PATIENCE_TEMPOS * tempoSeconds(step));
    if (waited_s >= patience_s + ANSWER_S) this.goOnByTime();
    else if (waited_s >= patience_s && !this.offersTime) {
      this.offersTime = true;
      this.led.sayNow(this.say('lead_take_your_time'));
      this.led.changed();
    }
  }

  /** While the person gets into place, what keeps the camera from seeing them is said once, when all else has been. */
  private helpBeforeStart(): void {
    if (this.led.block?.kind !== 'ready' || !this.isCoached) return;
    const state = this.coach?.state ?? 'off';
    const shut = this.gate.is === 'closed' && this.led.now_s - this.gate.since_s >= GATE_PATIENCE_S;
    let help = '';
    if (isFailure(state)) help = this.words.takeState(state, this.trouble);
    else if (shut) help = this.words.takeRemedy(this.gate.code, this.gate.remedy);
    if (help !== '') this.led.sayNow(help);
  }

  // -- what the coach says --

  private heard(events: CoachEvent[], seen_at_ms: number): void {
    const late_s = Math.max(0, this.led.now_s - seen_at_ms / 1000);
    const faults = events.filter((event): event is Fault => event.type === 'fault');
    const counted = events.find((event): event is Repetition => event.type === 'repetition' && event.complete);
    const other = counted !== undefined && this.isOtherSide(counted);
    for (const event of events) {
      if (event.type === 'gate_opened') this.gate = { ...UNSEEN, is: 'open', since_s: this.led.now_s };
      if (event.type === 'gate_closed') this.closed(event.code, event.remedy);
      if (event.type === 'person_left' && this.expected) this.led.askAllRight();
      if (event.type === 'hold') this.held(event.hold_s, late_s);
      if (event.type === 'cue' && !other) this.cue(event, faults);
    }
    this.follow();
    if (!AT_WORK.includes(this.led.mode)) return;
    if (!other) for (const fault of faults) this.adjust(fault);
    if (counted !== undefined && this.counts) this.counted(counted, other);
  }

  private closed(code: string, remedy: string): void {
    const { remedies } = this.coached;
    const ours = remedies[`${code}_${this.entry?.view ?? ''}`] ?? remedies[code];
    this.gate = { is: 'closed', code, remedy: ours ?? remedy, since_s: this.led.now_s };
    this.led.changed();
  }

  private isOtherSide(repetition: Repetition): boolean {
    const { side } = this.led;
    return side !== '' && ['left', 'right'].includes(repetition.side) && repetition.side !== side;
  }

  private counted(repetition: Repetition, other: boolean): void {
    if (other) return this.tellSide();
    this.offersTime = false;
    const { range_deg, start_s, end_s, hold_s } = repetition;
    const seen = { counted_by: 'camera', range_deg: tenths(Math.min(360, range_deg)), duration_s: tenths(end_s - start_s) };
    this.led.repetitionSeen(seen, tenths(hold_s));
  }

  private tellSide(): void {
    const { led } = this;
    if (led.now_s - this.otherSide_s < OTHER_SIDE_EVERY_S) return;
    this.otherSide_s = led.now_s;
    const text = this.say(`lead_now_${led.side}`);
    if (led.waited_s > 0) led.sayNow(text);
    else led.caption(text);
  }

  /** A hold belongs to the repetition in which it began. */
  private held(hold_s: number, late_s: number): void {
    const began_s = this.led.now_s - late_s - hold_s;
    if (began_s >= this.repetitionFrom_s - 1) this.heldSeen_s += hold_s;
  }

  private cue(event: Extract<CoachEvent, { type: 'cue' }>, faults: readonly Fault[]): void {
    if (!AT_WORK.includes(this.led.mode) || this.why !== '') return;
    const ours = event.kind === 'praise' ? this.say('lead_praise') : this.entry?.cues[event.code];
    const cue = { code: event.code, kind: event.kind, text: ours || event.text, at_s: this.led.now_s };
    const grave = faults.some((fault) => fault.code === event.code && fault.severity === 'stop');
    if (!grave) {
      this.words.keepCue(cue);
      return;
    }
    this.led.sayNow(cue.text);
    this.cueSaid(cue);
  }

  private takeCue(): string {
    const cue = this.words.takeCue(this.led.now_s);
    if (cue === null) return '';
    this.cueSaid(cue);
    return cue.text;
  }

  /** Help with a long hold comes while it lasts, in its quiet parts. */
  private cueInHold(): void {
    const block = this.led.block;
    if (block?.kind !== 'hold' || block.duration_s < HELD_FROM_S || !this.words.hasCue) return;
    const needed_s = speakingSeconds(this.words.nextCue, this.rate) + 1;
    const elapsed_s = this.led.elapsed_s;
    const half_s = block.duration_s / 2;
    const beforeHalf = elapsed_s > 2 && elapsed_s + needed_s < half_s;
    const afterHalf = elapsed_s > half_s + 2 && elapsed_s + needed_s < block.duration_s;
    if (beforeHalf || afterHalf) this.led.sayNow(this.takeCue());
  }

  private cueSaid({ code, kind, text }: SpokenCue): void {
    const until_s = this.led.now_s + speakingSeconds(text, this.rate) + LOOKED_AT_S;
    this.spokenOf = { part: kind === 'praise' ? '' : (this.entry?.parts?.[code] ?? ''), until_s };
    if (CODE.test(code)) this.led.note('cue_given', { step: this.led.stepIndex, code, kind });
  }

  private adjust({ code, value, limit, unit }: Fault): void {
    const { led } = this;
    const odd = ![code, unit].every((word) => CODE.test(word)) || ![value, limit].every((one) => Math.abs(one) < 1e5);
    if (odd || this.why !== '') return;
    const repetition = led.block?.place.repetition ?? 0;
    if (repetition >= (led.step?.dose.reps ?? 0)) return; // one more than was asked for
    led.note('adjustment_seen', { step: led.stepIndex, repetition, code, value, limit, unit });
  }
}
