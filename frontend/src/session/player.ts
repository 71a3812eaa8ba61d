/**
 * Leads one session: a state machine with the clock handed in. It follows the script only.
 *
 * Every repetition, hold, answer and stop is recorded through the port the moment it happens, so that a reload goes on
 * from the repetition it was at.
 */
import type { Clock } from './clock';
import { type Choice, choicesAfter, decidePain, decideStop, endsSession, seriousness, withStopsCounted } from './decisions';
import { nextQuestion, type Question, questionsAfter } from './questions';
import {
  type EventData,
  type EventKind,
  type PainDecision,
  type PainOutcome,
  type Reason,
  type ScriptStep,
  type SessionRecord,
  type SessionScript,
  START_POSITION,
  type StopAnswer,
} from './script';
import type { Say } from './texts';
import { type Block, type Place, placeOf, preparation, sideWord, work } from './timeline';
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
  tone(name: Tone): void;
  hush(): void;
  record(kind: EventKind, data: EventData, mediaTime_s: number): void;
  changed(): void;
}

export interface Ending {
  outcome: PainOutcome | null;
  advice: string;
  next_url: string | null;
}

export type StopScreen = { screen: 'felt' } | { screen: 'pain' } | { screen: 'decision'; decision: PainDecision; choices: Choice[] };

const PROGRESS_EVERY_S = 15;
const ASLEEP_MS = 4000;
const AWAY_MS = 60_000;

export class Player {
  mode: Mode = 'welcome';
  stepIndex: number;
  block: Block | null = null;
  question: Question | null = null;
  /** A question beside the running activity, which does not stop it. */
  prompt: Question | null = null;
  stop: StopScreen | null = null;
  ending: Ending | null = null;
  /** Why a rule ended the session. */
  endReasons: Reason[] = [];
  asleep = false;
  smaller = false;
  readonly resumes: boolean;

  private blocks: Block[] = [];
  private next = 0;
  private blockStart_ms = 0;
  private lastTick_ms = 0;
  private pausedElapsed_s = 0;
  private firedCues = 0;
  private lastCount = -1;
  private lastProgress_s = 0;
  private prepared = false;
  private questions: Question[] = [];
  private exerciseDone = false;
  private stops: number;
  private media_s: number;
  private away: { block: Block; elapsed_s: number; passed_s: number } | null = null;
  private readonly usingEasier: Set<number>;

  constructor(
    readonly script: SessionScript,
    private readonly record: SessionRecord,
    private readonly say: Say,
    private readonly clock: Clock,
    readonly port: Port,
    public rate = 1,
  ) {
    const position = record.position;
    this.stepIndex = position.step;
    this.stops = record.stops;
    this.media_s = Number(record['active_s'] ?? 0);
    this.usingEasier = new Set(record.using_easier);
    this.resumes = JSON.stringify({ ...START_POSITION, ...position }) !== JSON.stringify(START_POSITION);
    if (['finished', 'ended_by_rule', 'ended_early'].includes(record.status)) this.mode = 'finished';
  }

  get steps(): readonly ScriptStep[] {
    return this.script.steps;
  }

  /** The step as it is done now: the easier version where that was chosen. */
  get step(): ScriptStep | null {
    const planned = this.steps[this.stepIndex] ?? null;
    return planned !== null && this.usingEasier.has(planned.index) ? (planned.easier ?? planned) : planned;
  }

  /** The step that an event belongs to; after the last step it is still the last one. */
  private get at(): number {
    return Math.min(this.stepIndex, this.steps.length - 1);
  }

  get canEase(): boolean {
    const planned = this.steps[this.stepIndex];
    return planned?.easier != null && !this.usingEasier.has(planned.index);
  }

  get running(): boolean {
    return ['preparing', 'get_ready', 'moving', 'holding', 'resting'].includes(this.mode);
  }

  get elapsed_s(): number {
    if (this.block === null) return 0;
    return this.running ? (this.clock.now() - this.blockStart_ms) / 1000 : this.pausedElapsed_s;
  }

  get remaining_s(): number {
    return this.block === null ? 0 : Math.max(0, this.block.duration_s - this.elapsed_s);
  }

  get side(): string {
    return this.step === null || this.block === null ? '' : sideWord(this.step, this.block.place.side);
  }

  /** Begin, or carry on where the record says. */
  begin(): void {
    if (this.mode !== 'welcome') return;
    this.emit('session_opened', {});
    if (this.record.status === 'stopped_to_ask') {
      this.enter(this.stepIndex, false);
      this.freeze('stopped');
      this.stop = { screen: 'felt' };
      this.changed();
      return;
    }
    this.enter(this.stepIndex, true);
  }

  ready(): void {
    if (this.mode === 'paused') return this.goOn();
    if (this.mode !== 'preparing' || this.block === null) return;
    if (this.step?.kind === 'transition') {
      if (this.block.kind === 'ready') this.completeStep();
      else this.finishBlock(0);
      return;
    }
    this.startWork(this.block.place, this.placeElapsed());
  }

  pause(): void {
    if (!this.running) return;
    const segment = this.block?.place.segment ?? 0;
    const at_s = this.block?.kind === 'segment' ? this.block.from_s + this.elapsed_s : 0;
    this.freeze('paused');
    this.emit('paused', { step: this.stepIndex, segment, segment_elapsed_s: Math.round(at_s * 10) / 10 });
    this.changed();
  }

  /** Halt without a record, when another place leads the session now. */
  pauseQuietly(): void {
    if (this.running) this.freeze('paused');
    this.changed();
  }

  goOn(): void {
    if (this.mode !== 'paused') return;
    this.asleep = false;
    this.emit('resumed', { step: this.stepIndex });
    this.carryOn();
  }

  /** Space: ready, pause or go on, whichever is meant now. */
  readyOrPause(): void {
    if (this.mode === 'paused') this.goOn();
    else if (this.mode === 'preparing') this.ready();
    else this.pause();
  }

  /** Hear and see the explanation again; the place in the exercise is kept. */
  tellAgain(): void {
    if ((!this.running && this.mode !== 'paused') || this.step === null || this.block === null) return;
    if (this.prepared) this.emit('step_repeated', { step: this.stepIndex });
    this.port.hush();
    this.prepare(this.block.place, this.placeElapsed());
  }

  skip(): void {
    if (!this.running && this.mode !== 'paused') return;
    this.port.hush();
    this.emit('step_skipped', { step: this.stepIndex });
    this.enter(this.stepIndex + 1, true);
  }

  ease(): void {
    const planned = this.steps[this.stepIndex];
    if (!this.canEase || planned === undefined || this.mode === 'finished') return;
    this.port.hush();
    this.usingEasier.add(planned.index);
    this.emit('easier_chosen', { step: planned.index });
    this.stop = null;
    this.prepare({ set: 0, side: 0, repetition: 0, segment: 0 }, 0);
  }

  shortenRest(): void {
    if (this.mode !== 'resting' || this.block === null) return;
    this.emit('rest_shortened', { step: this.stepIndex, set: this.block.place.set - 1 });
    this.finishBlock(0);
  }

  /** Halts at once, in every state. */
  stopNow(): void {
    if (['welcome', 'stopped', 'finished'].includes(this.mode)) return;
    this.port.hush();
    this.freeze('stopped');
    this.question = null;
    this.prompt = null;
    this.stop = { screen: 'felt' };
    this.emit('stop_pressed', { step: this.at });
    this.changed();
  }

  answerStop(answer: StopAnswer): void {
    if (this.stop?.screen !== 'felt') return;
    this.emit('stop_answered', { step: this.at, answer });
    if (answer === 'more_pain') {
      this.stop = { screen: 'pain' };
      this.changed();
      return;
    }
    this.decide(decideStop(this.script, answer));
  }

  answerStopPain(pain: number): void {
    if (this.stop?.screen !== 'pain') return;
    this.emit('pain_reported', { step: this.at, pain, when: 'stop' });
    this.decide(decidePain(this.script, pain));
  }

  choose(choice: Choice): void {
    if (this.stop?.screen !== 'decision' || !this.stop.choices.includes(choice)) return;
    this.smaller = choice === 'smaller';
    if (choice === 'easier') return this.ease();
    if (choice === 'finish_here') return this.finishEarly();
    if (choice === 'see_next') return;
    this.stop = null;
    if (choice === 'next_exercise' || this.exerciseDone) this.enter(this.stepIndex + 1, true);
    else this.carryOn();
  }

  finishEarly(): void {
    if (this.mode === 'finished') return;
    this.finish('early');
  }

  answer(value: string | number): void {
    const question = this.question ?? this.prompt;
    if (question === null) return;
    if (question.kind === 'away') return this.answerAway(value === 'yes');
    const { events, decidesPain, asksScore, advice } = nextQuestion(question, value, this.stepIndex);
    for (const event of events) this.emit(event.kind, event.data);
    if (advice !== '') this.port.speak(this.say(advice));
    if (this.question === null) {
      this.prompt = question.half && question.kind === 'effort' ? { kind: 'talk_test', half: true } : null;
      return this.changed();
    }
    if (asksScore) this.question = { kind: 'pain', half: false };
    else if (decidesPain !== null) this.afterPain(decidesPain);
    else this.askNext();
    this.changed();
  }

  /** The server's word on how the session ended; it stands unless the page already knows of something more serious. */
  serverEnded(ending: Ending): void {
    this.port.hush();
    const known = this.ending?.outcome ?? null;
    const worse = known !== null && ending.outcome !== null && seriousness(known) > seriousness(ending.outcome);
    this.ending = worse && this.ending !== null ? { ...this.ending, next_url: ending.next_url } : ending;
    this.block = null;
    this.stop = null;
    this.question = null;
    this.mode = 'finished';
    this.changed();
  }

  tick(): void {
    const now = this.clock.now();
    const gap_ms = now - this.lastTick_ms;
    this.lastTick_ms = now;
    if (!this.running || this.block === null) return;
    if (this.block.kind === 'segment') {
      if (gap_ms > AWAY_MS) return this.askWhetherMoving(gap_ms);
    } else if (gap_ms > ASLEEP_MS && this.block.kind !== 'ready') {
      this.blockStart_ms += gap_ms;
      this.asleep = true;
      this.pause();
      return;
    }
    this.media_s += gap_ms / 1000;
    let elapsed_s = this.elapsed_s;
    this.playCues(elapsed_s);
    if (elapsed_s - this.lastProgress_s >= PROGRESS_EVERY_S && elapsed_s < this.block.duration_s) this.keepProgress();
    while (this.block !== null && this.running && elapsed_s >= this.block.duration_s) {
      elapsed_s -= this.block.duration_s;
      this.finishBlock(elapsed_s);
    }
  }

  // -- steps and blocks --

  private enter(index: number, start: boolean): void {
    this.stepIndex = index;
    this.exerciseDone = false;
    this.smaller = false;
    this.question = null;
    this.prompt = null;
    const step = this.step;
    if (step === null) return this.askAtEnd();
    const here = this.record.position;
    const resumed = this.resumes && here.step === index;
    const place = resumed && !this.prepared ? placeOf(here) : { set: 0, side: 0, repetition: 0, segment: 0 };
    if (start) this.emit('step_started', { step: index });
    this.prepare(place, resumed && !this.prepared ? here.segment_elapsed_s : 0);
  }

  private prepare(place: Place, elapsed_s: number): void {
    const step = this.step;
    if (step === null) return;
    this.prepared = false;
    const pace = { say: this.say, rate: this.rate };
    const blocks = step.kind === 'transition' ? work(step, place, 0, pace) : preparation(step, place, pace);
    for (const block of blocks) block.from_s = elapsed_s;
    this.run(blocks);
  }

  private startWork(place: Place, elapsed_s: number): void {
    const step = this.step;
    if (step === null) return;
    this.port.hush();
    this.prepared = true;
    const dose = this.smaller ? { ...step.dose, reps: Math.max(place.repetition + 1, Math.ceil(step.dose.reps / 2)) } : step.dose;
    this.run(work({ ...step, dose, index: this.stepIndex }, place, elapsed_s, { say: this.say, rate: this.rate }));
  }

  private run(blocks: Block[]): void {
    this.blocks = blocks;
    this.next = 0;
    this.lastTick_ms = this.clock.now();
    this.advance(0);
  }

  private advance(late_s: number): void {
    const block = this.blocks[this.next] ?? null;
    if (block === null) return this.completeStep();
    this.next += 1;
    this.block = block;
    this.blockStart_ms = this.clock.now() - late_s * 1000;
    this.firedCues = 0;
    this.lastCount = -1;
    this.lastProgress_s = 0;
    this.mode = modeOf(block);
    for (const draft of block.starts) this.emit(draft.kind, draft.data);
    if (block.breathing === 'inhale') this.port.tone('breath_in');
    if (block.breathing === 'exhale') this.port.tone('breath_out');
    if (block.say !== '') this.port.speak(block.say);
    this.changed();
  }

  private finishBlock(late_s: number): void {
    const block = this.block;
    if (block === null) return;
    if (block.kind === 'hold' || block.kind === 'segment') this.port.tone('bell');
    for (const draft of block.ends) this.emit(draft.kind, draft.data);
    this.prompt = null;
    this.advance(late_s);
  }

  private playCues(elapsed_s: number): void {
    const block = this.block;
    if (block === null) return;
    const cue = block.cues[this.firedCues];
    if (cue !== undefined && elapsed_s >= cue.at_s) {
      this.firedCues += 1;
      this.port.speak(cue.say);
      if (cue.ask !== undefined) this.prompt = { kind: 'effort', half: true };
      this.changed();
    }
    const count = Math.ceil(block.duration_s - elapsed_s);
    const counted = block.kind === 'count_in' || block.kind === 'rest';
    if (counted && count !== this.lastCount && count >= 1 && count <= 3) this.port.tone('tick');
    this.lastCount = count;
  }

  /** Where a timed segment stands, now and then, so that a reload goes on there. */
  private keepProgress(): void {
    if (this.block?.kind !== 'segment') return;
    this.lastProgress_s = this.elapsed_s;
    const elapsed_s = Math.round(this.placeElapsed() * 10) / 10;
    this.emit('segment_progressed', { step: this.stepIndex, segment: this.block.place.segment, elapsed_s });
  }

  private placeElapsed(): number {
    if (this.block === null) return 0;
    return this.block.kind === 'segment' ? this.block.from_s + this.elapsed_s : this.block.from_s;
  }

  /** Keep the place and the time already done in it. */
  private freeze(mode: 'paused' | 'stopped'): void {
    if (mode === 'stopped' && this.running) this.keepProgress();
    this.pausedElapsed_s = this.elapsed_s;
    this.port.hush();
    this.mode = mode;
  }

  private carryOn(): void {
    const block = this.block;
    if (block === null) return this.enter(this.stepIndex, false);
    if (!this.prepared) {
      this.next -= 1;
      this.lastTick_ms = this.clock.now();
      return this.advance(0);
    }
    if (block.kind === 'rest') {
      this.lastTick_ms = this.clock.now();
      this.blockStart_ms = this.clock.now() - this.pausedElapsed_s * 1000;
      this.mode = 'resting';
      return this.changed();
    }
    this.startWork(block.place, this.placeElapsed());
  }

  private completeStep(): void {
    const step = this.step;
    if (step === null) return;
    this.port.hush();
    this.emit('step_completed', { step: this.stepIndex });
    this.exerciseDone = true;
    this.block = null;
    this.questions = step.kind === 'transition' ? [] : questionsAfter(step);
    this.askNext();
  }

  private askNext(): void {
    const question = this.questions.shift() ?? null;
    this.question = question;
    if (question !== null) {
      this.mode = 'asking';
      return this.changed();
    }
    if (this.step === null) return this.finish('finished');
    this.enter(this.stepIndex + 1, true);
  }

  private askAtEnd(): void {
    this.block = null;
    this.questions = [{ kind: 'end_pain', half: false }];
    this.askNext();
  }

  private afterPain(pain: number): void {
    const decision = decidePain(this.script, pain);
    if (decision.outcome === 'CONTINUE') return this.askNext();
    this.question = null;
    this.decide(decision);
  }

  private decide(reported: PainDecision): void {
    const decision = withStopsCounted(reported, this.stops, this.script.max_stops);
    if (reported.outcome === 'STOP_EXERCISE') this.stops += 1;
    this.port.hush();
    this.mode = 'stopped';
    this.stop = { screen: 'decision', decision, choices: choicesAfter(decision, this.canEase, this.exerciseDone) };
    if (endsSession(decision.outcome)) {
      this.ending = { outcome: decision.outcome, advice: decision.advice, next_url: null };
      this.endReasons = decision.reasons;
      this.stop = null;
      this.block = null;
      this.mode = 'finished';
    }
    this.changed();
  }

  private finish(how: 'finished' | 'early'): void {
    this.port.hush();
    this.block = null;
    this.stop = null;
    this.question = null;
    this.mode = 'finished';
    this.ending = { outcome: null, advice: '', next_url: null };
    this.emit('session_ended', { how });
    this.changed();
  }

  private askWhetherMoving(gap_ms: number): void {
    const block = this.block;
    if (block === null) return;
    const before_s = Math.max(0, this.elapsed_s - gap_ms / 1000);
    this.away = { block, elapsed_s: before_s, passed_s: gap_ms / 1000 };
    this.pausedElapsed_s = before_s;
    this.mode = 'asking';
    this.question = { kind: 'away', half: false, minutes: Math.round(gap_ms / 60_000) };
    this.changed();
  }

  private answerAway(counts: boolean): void {
    const away = this.away;
    this.question = null;
    this.away = null;
    if (away === null) return;
    const done_s = away.block.from_s + away.elapsed_s + (counts ? away.passed_s : 0);
    if (counts) this.media_s += away.passed_s;
    this.startWork(away.block.place, done_s);
  }

  private emit(kind: EventKind, data: EventData): void {
    this.port.record(kind, data, Math.round(this.media_s * 10) / 10);
  }

  private changed(): void {
    this.port.changed();
  }
}

function modeOf(block: Block): Mode {
  switch (block.kind) {
    case 'line':
    case 'ready':
      return 'preparing';
    case 'count_in':
      return 'get_ready';
    case 'hold':
      return 'holding';
    case 'rest':
      return 'resting';
    default:
      return 'moving';
  }
}
