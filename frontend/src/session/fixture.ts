/** A small session and a clock by hand, for tests. */
import type { Coach, CoachEvent, CoachFrame, CoachOptions, CoachState } from '../coach/port';
import type { Clock } from './clock';
import { CameraLead, type Coached } from './camera-lead';
import { Player, type Port } from './player';
import {
  type EventData,
  type EventKind,
  type PainDecision,
  type PainOutcome,
  type ScriptPhase,
  type ScriptStep,
  type SessionPosition,
  type SessionRecord,
  type SessionScript,
  START_POSITION,
} from './script';
import cameraTexts from '../../../src/steadyback/web/session_camera_texts.json';
import pageTexts from '../../../src/steadyback/web/session_texts.json';
import { texts } from './texts';

/** Everything that a session says, with the camera on. */
export const english = { ...pageTexts, ...cameraTexts };

const phase = (id: string, kind: string, duration_s: number, breathing: string, say = `${id}.`): ScriptPhase => ({
  id,
  kind,
  duration_s,
  breathing,
  say,
  angles: {},
});

const LIFT = [
  phase('start', 'ready', 1, 'inhale'),
  phase('lift', 'concentric', 2, 'exhale'),
  phase('hold', 'hold', 3, 'normal'),
  phase('lower', 'eccentric', 3, 'inhale'),
];

export function step(index: number, changes: Partial<ScriptStep> = {}): ScriptStep {
  return {
    index,
    kind: 'exercise',
    exercise_id: `exercise_${index}`,
    name: `Exercise ${index}`,
    position: 'supine_hooklying',
    lines: ['Lie on your back.'],
    line_seconds: [],
    line_positions: [],
    phases: LIFT,
    sides: ['both'],
    alternate: false,
    dose: { sets: 1, reps: 2, hold_s: 3, rest_s: 20, minutes: 0, effort: null },
    cautions: [],
    asks: ['pain'],
    easier: null,
    ...changes,
  };
}

export const bothSides = (index: number): ScriptStep =>
  step(index, { sides: ['left', 'right'], dose: { sets: 2, reps: 3, hold_s: 3, rest_s: 20, minutes: 0, effort: null } });

export const walk = (index: number): ScriptStep =>
  step(index, {
    kind: 'cardio',
    phases: [
      phase('warm_up', 'steady', 60, 'normal'),
      phase('work', 'steady', 240, 'normal'),
      phase('cool_down', 'steady', 60, 'normal'),
    ],
    dose: { sets: 0, reps: 0, hold_s: 0, rest_s: 0, minutes: 6, effort: [3, 4] },
    asks: ['pain', 'effort', 'talk_test'],
  });

export const wayDown = (index: number): ScriptStep =>
  step(index, { kind: 'transition', name: 'down_to_floor', lines: ['Kneel.', 'Lie down.'], line_seconds: [4, 6], line_positions: ['kneeling', 'supine_hooklying'], phases: [], asks: [] });

const decision = (outcome: PainOutcome, rule: string, advice = 'session.x'): PainDecision => ({
  outcome,
  reasons: [{ rule }],
  advice,
});

/** Pain before 2, limit 3: from 4 on the exercise stops (M-04), 3 is less of it (M-05). */
const PAIN = Array.from({ length: 11 }, (_, p) =>
  p > 3 ? decision('STOP_EXERCISE', 'M-04') : p === 3 ? decision('REDUCE', 'M-05') : decision('CONTINUE', 'M-06'),
);

export function script(steps: ScriptStep[]): SessionScript {
  return {
    schema_version: 1,
    kind: 'strength',
    start: 'GO',
    pain_limit: 3,
    steps,
    pain_table: PAIN,
    stop_table: {
      break: decision('CONTINUE', 'M-06'),
      cramp: decision('CONTINUE', 'M-06'),
      sharp_or_spreading: decision('STOP_EXERCISE', 'M-03'),
      numb_or_weak: decision('STOP_TRIAGE', 'M-02'),
      chest_faint_breathless: decision('EMERGENCY', 'M-01'),
      fell: decision('END_SESSION', 'FALL'),
      pregnancy_or_bulge: decision('END_SESSION', 'R-10'),
    },
    minutes: 10,
    max_stops: 2,
  };
}

export const record = (position: Partial<SessionPosition> = {}, changes: Partial<SessionRecord> = {}): SessionRecord => ({
  session_id: 'session-1',
  status: 'active',
  position: { ...START_POSITION, ...position },
  stops: 0,
  using_easier: [],
  active_s: 0,
  ...changes,
});

/** A clock that moves only when told. Timers run in order as their time comes. */
export class HandClock implements Clock {
  private now_ms = 1000;
  private timers: { id: number; at_ms: number; run: () => void }[] = [];
  private ids = 0;

  now(): number {
    return this.now_ms;
  }

  date(): Date {
    return new Date(Date.UTC(2026, 10, 22, 10) + this.now_ms);
  }

  after(delay_ms: number, run: () => void): number {
    this.ids += 1;
    this.timers.push({ id: this.ids, at_ms: this.now_ms + delay_ms, run });
    return this.ids;
  }

  cancel(timer: number): void {
    this.timers = this.timers.filter(({ id }) => id !== timer);
  }

  async pass(ms: number): Promise<void> {
    const end = this.now_ms + ms;
    for (;;) {
      const due = this.timers.filter((timer) => timer.at_ms <= end).sort((a, b) => a.at_ms - b.at_ms)[0];
      if (due === undefined) break;
      this.now_ms = Math.max(this.now_ms, due.at_ms);
      this.cancel(due.id);
      due.run();
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    }
    this.now_ms = end;
  }

  jump(ms: number): void {
    this.now_ms += ms;
  }
}

export interface Noted {
  kind: EventKind;
  data: EventData;
  media_s: number;
}

/** A player with everything it does written down. */
export class Room {
  readonly clock = new HandClock();
  readonly events: Noted[] = [];
  readonly spoken: string[] = [];
  readonly captions: string[] = [];
  readonly tones: string[] = [];
  hushes = 0;
  readonly player: Player;
  readonly coach: FakeCoach;
  private readonly cameraLead: CameraLead | null = null;

  /** `coached`: the session's camera is there, though not on. */
  constructor(steps: ScriptStep[], from: SessionRecord = record(), coached?: Coached) {
    const port: Port = {
      speak: (text) => this.spoken.push(text),
      caption: (text) => this.captions.push(text),
      tone: (name) => this.tones.push(name),
      hush: () => {
        this.hushes += 1;
      },
      record: (kind, data, media_s) => this.events.push({ kind, data, media_s }),
      changed: () => undefined,
    };
    this.player = new Player(script(steps), from, texts(english), this.clock, port, 1);
    if (coached !== undefined) this.cameraLead = this.player.ledBy((led, say, rate) => new CameraLead(led, say, rate, coached));
    this.coach = new FakeCoach(this.clock);
  }

  get lead(): CameraLead {
    if (this.cameraLead === null) throw new Error('This session has no camera.');
    return this.cameraLead;
  }

  /** Let time go by in the small steps of a page. */
  pass(seconds: number): this {
    for (let passed = 0; passed < seconds * 1000; passed += 100) {
      this.clock.jump(100);
      this.player.tick();
    }
    return this;
  }

  /** Let what was promised happen. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  }

  /** Begin and say "ready" for the first step. */
  start(): this {
    this.player.begin();
    this.player.ready();
    return this;
  }

  kinds(): EventKind[] {
    return this.events.map((event) => event.kind);
  }

  of(kind: EventKind): EventData[] {
    return this.events.filter((event) => event.kind === kind).map((event) => event.data);
  }
}

/** A coach that says what a test tells it to. */
export class FakeCoach implements Coach {
  state: CoachState = 'watching';
  trouble: Coach['trouble'] = '';
  frames_per_s = 20;
  model: 'lite' | 'full' | null = 'lite';
  countable = true;
  readonly video = {} as HTMLVideoElement;
  readonly calls: string[] = [];
  options: CoachOptions | null = null;
  private states: ((state: CoachState) => void)[] = [];
  private heard: ((events: CoachEvent[], seen_at_ms: number) => void)[] = [];
  private index = 0;

  constructor(private readonly clock: Clock) {}

  start(options: CoachOptions): Promise<void> {
    this.options = options;
    this.calls.push('start');
    return Promise.resolve();
  }

  watch(exerciseId: string, side: string): Promise<boolean> {
    this.calls.push(`watch ${exerciseId} ${side}`);
    return Promise.resolve(this.countable);
  }

  rest(): void {
    this.calls.push('rest');
  }

  expect(present: boolean): void {
    this.calls.push(`expect ${present}`);
  }

  stop(): void {
    this.calls.push('stop');
    this.becomes('off');
  }

  onState(listener: (state: CoachState) => void): () => void {
    this.states.push(listener);
    return () => (this.states = this.states.filter((one) => one !== listener));
  }

  onEvents(listener: (events: CoachEvent[], seen_at_ms: number) => void): () => void {
    this.heard.push(listener);
    return () => (this.heard = this.heard.filter((one) => one !== listener));
  }

  onFrame(_listener: (frame: CoachFrame) => void): () => void {
    return () => undefined;
  }

  becomes(state: CoachState): void {
    this.state = state;
    for (const listener of this.states) listener(state);
  }

  says(...events: CoachEvent[]): void {
    for (const listener of this.heard) listener(events, this.clock.now());
  }

  opens(): void {
    this.says({ type: 'gate_opened', t_s: 0 });
  }

  closes(code: string, remedy: string): void {
    this.says({ type: 'gate_closed', t_s: 0, code, remedy });
  }

  leaves(): void {
    this.says({ type: 'person_left', t_s: 0, since_s: 0, remedy: '' });
  }

  /** A whole repetition, with whatever comes with it. */
  sees(side = 'both', ...more: CoachEvent[]): void {
    this.index += 1;
    const now_s = this.clock.now() / 1000;
    const seen = { index: this.index, side, start_s: now_s - 6, peak_s: now_s - 3, end_s: now_s, range_deg: 44.4, hold_s: 0 };
    this.says({ type: 'repetition', complete: true, ...seen }, ...more);
  }
}
