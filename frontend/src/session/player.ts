/**
 * Leads one session: a state machine with the clock handed in. It follows the script only.
 *
 * Every repetition, hold, answer and stop is recorded through the port the moment it happens, so that a reload goes on
 * from the repetition it was at.
 */
import { BlockRunner } from './block-runner';
import type { Clock } from './clock';
import { type Choice, choicesAfter, decidePain, decideStop, endsSession, seriousness, withStopsCounted } from './decisions';
import { answered, type Question, questionsAfter } from './questions';
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
import { type Block, type Cue, type Place, placeOf, preparation, sideWord, work } from './timeline';
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

export type StopScreen =
  | { screen: 'felt' }
  | { screen: 'pain' }
  | { screen: 'decision'; decision: PainDecision; choices: Choice[] };

const OVER = ['finished', 'ended_by_rule', 'ended_early'];
const ASLEEP_MS = 4000;
const AWAY_MS = 60_000;
const FIRST: Place = { set: 0, side: 0, repetition: 0, segment: 0 };

export class Player {
  mode: Mode = 'welcome';
  stepIndex: number;
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

  private readonly runner: BlockRunner;
  private lastTick_ms = 0;
  private prepared = false;
  private entered = false;
  private questions: Question[] = [];
  private exerciseDone = false;
  private stops: number;
  private media_s: number;
  private away_s = 0;
  private readonly usingEasier: Set<number>;

  constructor(
    readonly script: SessionScript,
    private readonly record: SessionRecord,
    private readonly say: Say,
    private readonly clock: Clock,
    readonly port: Port,
    private readonly rate = 1,
  ) {
    this.stepIndex = record.position.step;
    this.stops = record.stops;
    this.media_s = record.active_s;
    this.usingEasier = new Set(record.using_easier);
    this.resumes = JSON.stringify({ ...START_POSITION, ...record.position }) !== JSON.stringify(START_POSITION);
    if (OVER.includes(record.status)) this.mode = 'finished';
    this.runner = new BlockRunner(clock, {
      speak: (text) => port.speak(text),
      tone: (name) => port.tone(name),
      emit: ({ kind, data }) => this.emit(kind, data),
      entered: (block) => this.blockEntered(block),
      cue: (cue) => this.cue(cue),
      progressed: (block, at_s) => this.keepProgress(block, at_s),
      over: () => this.completeStep(),
    });
  }

  get steps(): readonly ScriptStep[] {
    return this.script.steps;
  }

  /** The step as it is done now: the easier version where that was chosen. */
  get step(): ScriptStep | null {
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

  // -- what the person does --

  /** Begin, or carry on where the record says. A STOP that was not answered is asked again first. */
  begin(): void {
    if (this.mode !== 'welcome') return;
    this.emit('session_opened', {});
    const stopped = this.record.status === 'stopped_to_ask';
    this.enter(this.stepIndex, !stopped);
    if (!stopped) return;
    this.halt('stopped');
    this.question = null;
    this.stop = { screen: 'felt' };
    this.port.changed();
  }

  ready(): void {
    if (this.mode !== 'preparing' || this.block === null) return;
    if (this.step?.kind !== 'transition') this.startWork(this.block.place, this.runner.place_s);
    else if (this.block.kind === 'ready') this.completeStep();
    else this.runner.finish();
  }

  pause(): void {
    if (!this.running) return;
    const segment = this.block?.place.segment ?? 0;
    const timed = this.block?.kind === 'segment';
    this.halt('paused');
    this.emit('paused', { step: this.stepIndex, segment, segment_elapsed_s: timed ? tenths(this.runner.place_s) : 0 });
    this.port.changed();
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
    if ((!this.running && this.mode !== 'paused') || this.block === null) return;
    const place_s = this.runner.place_s;
    if (this.mode === 'paused') this.emit('resumed', { step: this.stepIndex });
    if (this.prepared) this.emit('step_repeated', { step: this.stepIndex });
    this.prepare(this.block.place, place_s);
  }

  skip(): void {
    if (!this.running && this.mode !== 'paused') return;
    this.emit('step_skipped', { step: this.stepIndex });
    this.enter(this.stepIndex + 1, true);
  }

  ease(): void {
    const offered = this.stop?.screen === 'decision' ? this.stop.choices.includes('easier') : this.running || this.mode === 'paused';
    const planned = this.steps[this.stepIndex];
    if (!offered || !this.canEase || planned === undefined) return;
    this.usingEasier.add(planned.index);
    this.emit('easier_chosen', { step: planned.index });
    this.stop = null;
    this.prepare(FIRST, 0);
  }

  shortenRest(): void {
    if (this.mode !== 'resting' || this.block === null) return;
    this.emit('rest_shortened', { step: this.stepIndex, set: this.block.place.set - 1 });
    this.runner.finish();
  }

  /** Halts at once, in every state. */
  stopNow(): void {
    if (['welcome', 'stopped', 'finished'].includes(this.mode)) return;
    const block = this.block;
    const place_s = this.runner.place_s;
    this.halt('stopped');
    if (block?.kind === 'segment') this.keepProgress(block, place_s);
    this.question = null;
    this.prompt = null;
    this.stop = { screen: 'felt' };
    this.emit('stop_pressed', { step: this.at });
    this.port.changed();
  }

  answerStop(answer: StopAnswer): void {
    if (this.stop?.screen !== 'felt') return;
    this.emit('stop_answered', { step: this.at, answer });
    if (answer !== 'more_pain') return this.decide(decideStop(this.script, answer));
    this.stop = { screen: 'pain' };
    this.port.changed();
  }

  answerStopPain(pain: number): void {
    if (this.stop?.screen !== 'pain') return;
    this.emit('pain_reported', { step: this.at, pain, when: 'stop' });
    this.decide(decidePain(this.script, pain));
  }

  choose(choice: Choice): void {
    if (this.stop?.screen !== 'decision' || !this.stop.choices.includes(choice)) return;
    if (choice === 'easier') return this.ease();
    if (choice === 'finish_here') return this.finish('early');
    this.stop = null;
    if (choice === 'next_exercise') return this.leaveStopped();
    this.smaller = choice === 'smaller';
    if (this.exerciseDone) this.askNext();
    else this.carryOn();
  }

  finishEarly(): void {
    if (this.mode !== 'finished') this.finish('early');
  }

  answer(value: string | number): void {
    const question = this.question ?? this.prompt;
    if (question === null) return;
    if (question.kind === 'away') return this.answerAway(value === 'yes');
    const { events, decidesPain, asksScore, advice } = answered(question, value, this.stepIndex);
    for (const event of events) this.emit(event.kind, event.data);
    if (advice !== '') this.port.speak(this.say(advice));
    if (this.question === null) {
      this.prompt = question.kind === 'effort' ? { kind: 'talk_test', half: true } : null;
    } else if (asksScore) {
      this.question = { kind: 'pain', half: false };
    } else if (decidesPain !== null && decidePain(this.script, decidesPain).outcome !== 'CONTINUE') {
      this.question = null;
      this.decide(decidePain(this.script, decidesPain));
    } else {
      this.askNext();
    }
    this.port.changed();
  }

  // -- what the world does --

  /** The server's word on how the session ended; it stands unless the page already knows of something more serious. */
  serverEnded(ending: Ending): void {
    this.port.hush();
    const known = this.ending;
    const worse = known?.outcome != null && (ending.outcome === null || seriousness(known.outcome) > seriousness(ending.outcome));
    this.ending = worse ? { ...known, next_url: ending.next_url } : ending;
    this.over();
  }

  /** Halt without a record, when another place leads the session now. */
  pauseQuietly(): void {
    if (this.running) this.halt('paused');
    this.port.changed();
  }

  tick(): void {
    const now = this.clock.now();
    const gap_ms = now - this.lastTick_ms;
    this.lastTick_ms = now;
    const block = this.block;
    if (!this.running || block === null) return;
    if (block.kind === 'segment' && gap_ms > AWAY_MS) return this.askWhetherMoving(gap_ms / 1000);
    if (block.kind !== 'segment' && block.kind !== 'ready' && gap_ms > ASLEEP_MS) {
      this.runner.freeze(gap_ms / 1000);
      this.asleep = true;
      return this.pause();
    }
    this.media_s += gap_ms / 1000;
    this.runner.tick();
  }

  // -- steps --

  /** The step that an event belongs to; after the last step it is still the last one. */
  private get at(): number {
    return Math.min(this.stepIndex, this.steps.length - 1);
  }

  private enter(index: number, started: boolean): void {
    const here = this.record.position;
    const resumed = !this.entered && here.step === index;
    this.entered = true;
    this.stepIndex = index;
    this.exerciseDone = false;
    this.smaller = false;
    this.question = null;
    this.prompt = null;
    if (this.step === null) return this.askAtEnd();
    if (started) this.emit('step_started', { step: index });
    this.prepare(resumed ? placeOf(here) : FIRST, resumed ? here.segment_elapsed_s : 0);
  }

  private prepare(place: Place, elapsed_s: number): void {
    const step = this.step;
    if (step === null) return;
    this.port.hush();
    this.prepared = false;
    const pace = { say: this.say, rate: this.rate };
    const blocks = step.kind === 'transition' ? work(step, place, 0, pace) : preparation(step, place, pace);
    this.run(blocks.map((block) => ({ ...block, from_s: elapsed_s })));
  }

  private startWork(place: Place, elapsed_s: number): void {
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
    this.prompt = null;
    this.mode = MODE_OF[block.kind];
    this.port.changed();
  }

  private cue(cue: Cue): void {
    this.port.speak(cue.say);
    if (cue.ask !== undefined) this.prompt = { kind: 'effort', half: true };
    this.port.changed();
  }

  /** Where a timed segment stands, so that a reload goes on there. */
  private keepProgress(block: Block, at_s: number): void {
    this.emit('segment_progressed', { step: this.stepIndex, segment: block.place.segment, elapsed_s: tenths(at_s) });
  }

  /** Keep the place and the time already done in it. */
  private halt(mode: 'paused' | 'stopped'): void {
    this.port.hush();
    if (this.runner.running) this.runner.freeze();
    this.mode = mode;
  }

  private carryOn(): void {
    const block = this.block;
    this.lastTick_ms = this.clock.now();
    if (block === null) return this.askNext();
    if (!this.prepared) return this.runner.again();
    if (block.kind !== 'rest') return this.startWork(block.place, this.runner.place_s);
    this.runner.thaw();
    this.mode = 'resting';
    this.port.changed();
  }

  private completeStep(): void {
    const step = this.step;
    if (step === null) return;
    this.port.hush();
    this.runner.clear();
    this.emit('step_completed', { step: this.stepIndex });
    this.exerciseDone = true;
    this.questions = step.kind === 'transition' ? [] : questionsAfter(step);
    this.askNext();
  }

  private askNext(): void {
    const question = this.questions.shift() ?? null;
    this.question = question;
    if (question !== null) {
      this.mode = 'asking';
      return this.port.changed();
    }
    if (this.step === null) return this.finish('finished');
    this.enter(this.stepIndex + 1, true);
  }

  private askAtEnd(): void {
    this.runner.clear();
    this.questions = [{ kind: 'end_pain', half: false }];
    this.askNext();
  }

  /** On to the next part after a stop. A decision that stopped the exercise has already left it; else it is skipped. */
  private leaveStopped(): void {
    if (!this.exerciseDone && !this.leftByRule) this.emit('step_skipped', { step: this.stepIndex });
    this.enter(this.stepIndex + 1, true);
  }

  private leftByRule = false;

  private decide(reported: PainDecision): void {
    const decision = withStopsCounted(reported, this.stops, this.script.max_stops);
    this.leftByRule = reported.outcome === 'STOP_EXERCISE';
    if (this.leftByRule) this.stops += 1;
    this.port.hush();
    if (endsSession(decision.outcome)) {
      this.ending = { outcome: decision.outcome, advice: decision.advice, next_url: null };
      this.endReasons = decision.reasons;
      return this.over();
    }
    this.mode = 'stopped';
    this.stop = { screen: 'decision', decision, choices: choicesAfter(decision, this.canEase, this.exerciseDone) };
    this.port.changed();
  }

  private finish(how: 'finished' | 'early'): void {
    this.port.hush();
    this.ending = { outcome: null, advice: '', next_url: null };
    this.emit('session_ended', { how });
    this.over();
  }

  private over(): void {
    this.runner.clear();
    this.stop = null;
    this.question = null;
    this.prompt = null;
    this.mode = 'finished';
    this.port.changed();
  }

  private askWhetherMoving(gap_s: number): void {
    this.runner.freeze(gap_s);
    this.away_s = gap_s;
    this.mode = 'asking';
    this.question = { kind: 'away', half: false, minutes: Math.round(gap_s / 60) };
    this.port.changed();
  }

  private answerAway(counts: boolean): void {
    const block = this.block;
    this.question = null;
    if (block === null) return;
    if (counts) this.media_s += this.away_s;
    this.startWork(block.place, this.runner.place_s + (counts ? this.away_s : 0));
  }

  private emit(kind: EventKind, data: EventData): void {
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
};
