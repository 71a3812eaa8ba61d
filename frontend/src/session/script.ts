/** The records that lead a session and that it leaves, as JSON (src/steadyback/records/session.py and plan.py), as far as the page reads them (web/session_in_page.py). */
import type { CameraPlace } from '../coach/place';
import type { CoachUrls } from '../coach/port';

export interface Reason {
  rule: string;
}

export type PainOutcome = 'CONTINUE' | 'REDUCE' | 'STOP_EXERCISE' | 'END_SESSION' | 'STOP_TRIAGE' | 'EMERGENCY';

/** From mildest to most serious: the more serious of the page's and the server's answer stands. */
export const OUTCOMES: readonly PainOutcome[] = [
  'CONTINUE',
  'REDUCE',
  'STOP_EXERCISE',
  'END_SESSION',
  'STOP_TRIAGE',
  'EMERGENCY',
];

export const STOP_ANSWERS = [
  'break',
  'cramp',
  'more_pain',
  'sharp_or_spreading',
  'numb_or_weak',
  'chest_faint_breathless',
  'fell',
  'pregnancy_or_bulge',
] as const;
export type StopAnswer = (typeof STOP_ANSWERS)[number];

export interface PainDecision {
  outcome: PainOutcome;
  reasons: Reason[];
  advice: string;
}

export interface Dose {
  sets: number;
  reps: number;
  hold_s: number;
  rest_s: number;
  minutes: number;
  effort: [number, number] | null;
}

export interface ScriptPhase {
  id: string;
  kind: string;
  duration_s: number;
  breathing: string;
  say: string;
  angles: Record<string, number>;
}

export interface ScriptStep {
  index: number;
  kind: 'transition' | 'exercise' | 'cardio';
  exercise_id: string;
  name: string;
  position: string;
  lines: string[];
  line_seconds: number[];
  /** The position that each line of a transition ends in. */
  line_positions: string[];
  phases: ScriptPhase[];
  sides: string[];
  alternate: boolean;
  dose: Dose;
  cautions: string[];
  asks: string[];
  easier: ScriptStep | null;
  /** Which form of the exercise the figure shows; absent: the usual one. */
  variant?: string;
  /** Of a guided way: the figure's movement, and its phase for each line; absent where it has none. */
  way?: { clip: string; phases: string[] };
}

export interface SessionScript {
  schema_version: number;
  kind: string;
  start: string;
  pain_limit: number;
  steps: ScriptStep[];
  pain_table: PainDecision[];
  stop_table: Record<string, PainDecision>;
  minutes: number;
  max_stops: number;
  /** What follows from yes, no and unsure to "Did you land hard, or does anything new hurt?" */
  fall_table?: Record<string, PainDecision>;
}

export interface SessionPosition {
  step: number;
  set: number;
  side: number;
  repetition: number;
  segment: number;
  segment_elapsed_s: number;
}

export interface SessionRecord {
  session_id: string;
  status: string;
  position: SessionPosition;
  stops: number;
  using_easier: number[];
  active_s: number;
  /** "Are you all right?" was asked, and nobody has said yes since. */
  all_right_unanswered?: boolean;
  /** Repetitions a side that a watcher asked for in the step at hand. */
  fewer_reps?: number | null;
}

export type EventKind =
  | 'session_opened'
  | 'step_started'
  | 'repetition_completed'
  | 'hold_completed'
  | 'set_completed'
  | 'side_switched'
  | 'rest_shortened'
  | 'segment_progressed'
  | 'segment_completed'
  | 'step_completed'
  | 'step_skipped'
  | 'step_repeated'
  | 'easier_chosen'
  | 'paused'
  | 'resumed'
  | 'stop_pressed'
  | 'stop_answered'
  | 'pain_reported'
  | 'effort_reported'
  | 'reps_left_reported'
  | 'talk_test_reported'
  | 'session_ended'
  | 'corrected'
  | 'cue_given'
  | 'adjustment_seen'
  | 'coaching_paused'
  | 'coaching_resumed'
  | 'asked_all_right'
  | 'answered_all_right'
  | 'fewer_chosen';

export type EventData = Record<string, string | number | boolean | null>;

export interface SessionEvent {
  session_id: string;
  client_id: string;
  seq: number;
  occurred_at: string;
  zone: string;
  media_time_s: number;
  kind: EventKind;
  data: EventData;
  supersedes: [string, number] | null;
  schema_version: number;
}

export const EVENT_SCHEMA_VERSION = 1;

export interface Advice {
  title: string;
  lines: string[];
  call_emergency: boolean;
}

export interface SoundSettings {
  voice_on: boolean;
  tones_on: boolean;
  voice_rate: number;
  quiet_from_hour: number;
  quiet_until_hour: number;
}

/** An exercise's camera entry, and what its coach may say. */
export interface CameraEntry extends CameraPlace {
  /** The exercise is one long position, not a movement that repeats. */
  held: boolean;
  /** What may be said about it, by code, in the person's language. */
  cues: Record<string, string>;
  /** The part of the body that each of these speaks of, for the figure; "": all of the movement. */
  parts?: Record<string, string>;
}

/** What the server gives when the camera is turned on: where the coach's parts are, what it can see, and all its words. */
export interface CoachPage {
  urls: CoachUrls;
  exercises: Record<string, CameraEntry>;
  /** What helps when it cannot see. */
  remedies: Record<string, string>;
  texts: Record<string, string>;
}

/** What the server puts into the page. */
export interface SessionPage {
  session_id: string;
  script: SessionScript;
  record: SessionRecord;
  lease: { holder: string | null; mine: boolean; expires_at: string | null };
  acknowledged: Record<string, number>;
  settings: SoundSettings;
  zone: string;
  csrf?: string;
  advice: Record<string, Advice>;
  emergency_number: string;
  texts: Record<string, string>;
  /** Where the camera's own part of this session is; absent where a camera can see nothing of it. */
  camera?: string | null;
  urls: Record<'session' | 'lease' | 'events' | 'done' | 'triage' | 'emergency' | 'home', string>;
}

export const START_POSITION: SessionPosition = {
  step: 0,
  set: 0,
  side: 0,
  repetition: 0,
  segment: 0,
  segment_elapsed_s: 0,
};

const FLOOR_POSITIONS = new Set([
  'supine',
  'supine_hooklying',
  'supine_tabletop',
  'supine_one_knee_bent',
  'quadruped',
  'side_lying',
  'side_lying_elbow',
  'prone',
  'prone_elbow',
  'kneeling_flexed',
  'half_kneeling',
]);

export const isOnFloor = (position: string): boolean => FLOOR_POSITIONS.has(position);
