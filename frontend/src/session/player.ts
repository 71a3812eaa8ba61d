/**
 * Leads one session: the way through its steps, and what the person and the server say on the way.
 *
 * It follows the script only: every decision after pain or STOP comes from the script's tables.
 */
import { type Choice, choicesAfter, decidePain, decideStop, endsSession, seriousness, withStopsCounted } from './decisions';
import { answered, isAboutPerson, type Question, questionsAfter } from './questions';
import type { EventData, PainDecision, PainOutcome, Reason, ScriptStep, StopAnswer } from './script';
import { FIRST, type Mode, StepWalk } from './step-walk';
import type { Cue } from './timeline';

export type { Mode, Port } from './step-walk';

export interface Ending {
  outcome: PainOutcome | null;
  advice: string;
  next_url: string | null;
}

export type StopScreen =
  | { screen: 'felt' }
  | { screen: 'pain' }
  | { screen: 'decision'; decision: PainDecision; choices: Choice[] };

/** Default of ours: so long without an answer, and the emergency card is shown. */
export const ANSWER_WITHIN_S = 60;
const ASK_AGAIN_S = 20;

const NOT_STOPPABLE: readonly Mode[] = ['welcome', 'stopped', 'finished'];

export class Player extends StepWalk {
  question: Question | null = null;
  /** A question beside the running activity, which does not stop it. */
  prompt: Question | null = null;
  stop: StopScreen | null = null;
  ending: Ending | null = null;
  /** Why a rule ended the session. */
  endReasons: Reason[] = [];

  private questions: Question[] = [];
  private stops = this.record.stops;
  private leftByRule = false;
  private away_s = 0;
  private asked_s = 0;
  private askedTimes = 0;

  // -- what the person does --

  /** Begin, or carry on where the record says. A STOP that was not answered is asked again first. */
  begin(): void {
    if (this.mode !== 'welcome') return;
    this.emit('session_opened', {});
    const stopped = this.record.status === 'stopped_to_ask';
    const left = this.record.all_right_unanswered === true;
    this.enter(this.stepIndex, !stopped);
    if (left && !stopped) return this.askAllRight();
    if (!stopped) return;
    this.halt('stopped');
    this.keepQuestion();
    this.stop = { screen: 'felt' };
    this.port.changed();
  }

  ready(): void {
    if (this.mode !== 'preparing' || this.block === null) return;
    if (this.step?.kind !== 'transition') this.startWork(this.block.place, this.runner.place_s);
    else if (this.block.kind === 'ready') this.completeStep();
    else this.runner.finish();
  }

  goOn(): void {
    if (this.mode !== 'paused') return;
    this.asleep = false;
    this.emit('resumed', { step: this.stepIndex });
    this.carryOn();
  }

  /** Space: ready, pause or go on, whichever is meant now. */
  readyOrPause(): void {
    if (this.lead.offersTime) this.lead.goOnByTime();
    else if (this.mode === 'paused') this.goOn();
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

  ease(how: EventData = {}): void {
    const offered = this.stop?.screen === 'decision' ? this.stop.choices.includes('easier') : this.running || this.mode === 'paused';
    const planned = this.steps[this.stepIndex];
    if (!offered || !this.canEase || planned === undefined) return;
    this.usingEasier.add(planned.index);
    this.lowered = null;
    this.emit('easier_chosen', { step: planned.index, ...how });
    this.stop = null;
    this.prepare(FIRST, 0);
  }

  shortenRest(): void {
    if (this.mode !== 'resting' || this.block === null) return;
    this.emit('rest_shortened', { step: this.stepIndex, set: this.block.place.set - 1 });
    this.runner.finish();
  }

  /** Halts at once, in every state. */
  stopNow(how: EventData = {}): void {
    if (NOT_STOPPABLE.includes(this.mode)) return;
    const block = this.block;
    const place_s = this.runner.place_s;
    this.halt('stopped');
    if (block?.kind === 'segment') this.keepProgress(block, place_s);
    this.keepQuestion();
    this.prompt = null;
    this.stop = { screen: 'felt' };
    this.emit('stop_pressed', { step: this.at, ...how });
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
    if (isAboutPerson(question)) return this.answerAllRight(value === 'yes' ? 'yes' : 'help');
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

  /** A question that a stop interrupts is asked again afterwards. */
  private keepQuestion(): void {
    const open = this.question;
    this.question = null;
    if (open === null || isAboutPerson(open)) return;
    this.questions.unshift(open.kind === 'pain' ? { kind: 'after_pain', half: false } : open);
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

  protected override stepDone(step: ScriptStep): void {
    this.questions = step.kind === 'transition' ? [] : questionsAfter(step);
    this.askNext();
  }

  protected override stepsOver(): void {
    this.questions = [{ kind: 'end_pain', half: false }];
    this.askNext();
  }

  protected override nothingLeft(): void {
    this.askNext();
  }

  protected override prompted(ask: Cue['ask'] | null): void {
    this.prompt = ask === 'half_time' ? { kind: 'effort', half: true } : null;
  }

  /** On to the next part after a stop. A decision that stopped the exercise has already left it; else it is skipped. */
  private leaveStopped(): void {
    if (this.step === null) return this.askNext();
    if (!this.exerciseDone && !this.leftByRule) this.emit('step_skipped', { step: this.stepIndex });
    this.enter(this.stepIndex + 1, true);
  }

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

  protected override wasAway(gap_s: number): void {
    this.runner.freeze(gap_s);
    this.away_s = gap_s;
    this.mode = 'asking';
    this.question = { kind: 'away', half: false, minutes: Math.round(gap_s / 60) };
    this.port.changed();
  }

  /** Nobody is in the picture any more: pause, and ask. */
  protected override askAllRight(): void {
    const block = this.block;
    const place_s = this.runner.place_s;
    this.halt('paused');
    if (block?.kind === 'segment') this.keepProgress(block, place_s);
    this.keepQuestion();
    this.prompt = null;
    this.mode = 'asking';
    this.question = { kind: 'all_right', half: false };
    this.asked_s = this.clock.now() / 1000;
    this.askedTimes = 0;
    this.emit('asked_all_right', { step: this.at });
    this.askAloud();
    this.port.changed();
  }

  /** The question is said again while it waits; then the card with the number stands in its place. */
  override tick(): void {
    super.tick();
    if (this.question?.kind !== 'all_right') return;
    const waited_s = this.clock.now() / 1000 - this.asked_s;
    if (waited_s >= ANSWER_WITHIN_S) this.answerAllRight('none');
    else if (waited_s >= this.askedTimes * ASK_AGAIN_S) this.askAloud();
  }

  private askAloud(): void {
    this.askedTimes += 1;
    this.port.speak(this.say('all_right_ask'));
  }

  private answerAllRight(answer: 'yes' | 'help' | 'none'): void {
    this.emit('answered_all_right', { step: this.at, answer });
    if (answer !== 'yes') {
      this.question = { kind: 'no_answer', half: false, asked: answer === 'help' };
      this.port.speak(this.say(answer === 'help' ? 'help_about' : 'no_answer_about'));
      return this.port.changed();
    }
    this.question = null;
    this.carryOn();
  }

  private answerAway(counts: boolean): void {
    const block = this.block;
    this.question = null;
    if (block === null) return;
    if (counts) this.media_s += this.away_s;
    this.startWork(block.place, this.runner.place_s + (counts ? this.away_s : 0));
  }
}
