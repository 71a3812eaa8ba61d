/**
 * The live coach as the session sees it. Pictures and landmarks stay behind this port: only events come out.
 * Times are the coach's own media clock, in seconds since the first picture after `start()`.
 */

import type { CoachTrouble } from './camera';
import type { TestSide } from './messages';

export type CoachState = 'off' | 'starting' | 'watching' | 'too_slow' | 'no_camera' | 'refused' | 'broken';

/** What the engine says: its events as JSON, `type` is the event's name in snake_case. */
export type CoachEvent =
  | { type: 'repetition'; index: number; side: string; start_s: number; peak_s: number; end_s: number; range_deg: number; complete: boolean; hold_s: number }
  | { type: 'repetition_started'; t_s: number; side: string }
  | { type: 'hold'; side: string; start_s: number; end_s: number; hold_s: number }
  | { type: 'fault'; code: string; severity: string; from_s: number; to_s: number; value: number; limit: number; unit: string; index: number }
  | { type: 'cue'; t_s: number; kind: 'adjust' | 'praise'; code: string; text: string }
  /** `remedy` is the spoken text for this exercise's view. */
  | { type: 'gate_closed'; t_s: number; code: string; remedy: string }
  | { type: 'gate_opened'; t_s: number }
  | { type: 'person_left'; t_s: number; since_s: number; remedy: string }
  | TrialReading
  | { type: 'abstained'; from_s: number; to_s: number; reason: string };

/** What is known of one try of a guided test (`coaching/trial.py`). `value` is null where there is none to rely on. */
export interface TrialReading {
  type: 'trial_reading';
  t_s: number;
  phase: 'waiting' | 'under_way' | 'over';
  ready: boolean;
  value: number | null;
  ended_by: string;
  tracked_share: number;
  view_was_right: boolean;
  /** What is in the way, or why there is no value. */
  code: string;
}

/** For the overlay: 33 landmarks (x, y, z, visibility; x and y as fractions of the picture), or null where nobody is seen. */
export interface CoachFrame { t_s: number; landmarks: Float32Array | null; width: number; height: number; mirrored: boolean }

export interface CoachOptions { facing: 'user' | 'environment'; mirrored: boolean; model?: 'lite' | 'full' }

/** Where the coach's parts are, all of our own origin. The page carries them as JSON (`web/coach_parts.py`). */
export interface CoachUrls {
  /** Folder of the landmarker's WebAssembly. */
  vision: string;
  /** Folder of the browser's Python. */
  pyodide: string;
  /** The core rooms of steadyback as one zip. */
  core: string;
  lite: string;
  full: string;
}

export interface Coach {
  readonly state: CoachState;
  /** Why there is no coach, for the words beside the state; '' while all is well. */
  readonly trouble: CoachTrouble;
  readonly frames_per_s: number;
  readonly model: 'lite' | 'full' | null;
  /** Asks for the camera, loads, measures, chooses the model. Never rejects: see `state`. */
  start(options: CoachOptions): Promise<void>;
  /** A new engine for this exercise. False: this exercise is led by the timer. */
  watch(exerciseId: string, side: 'auto' | 'left' | 'right'): Promise<boolean>;
  /** Nothing is judged (pause, rest, questions); the camera stays on. */
  rest(): void;
  /** Whether the person is meant to be in the picture. */
  expect(present: boolean): void;
  /** Camera light off. */
  stop(): void;
  /** To show. */
  readonly video: HTMLVideoElement;
  onState(listener: (state: CoachState) => void): () => void;
  /** `seen_at_ms`: performance.now() of the frame that made these events certain. */
  onEvents(listener: (events: CoachEvent[], seen_at_ms: number) => void): () => void;
  /** For the overlay only. */
  onFrame(listener: (frame: CoachFrame) => void): () => void;
}

/** A coach that can also take over guided tests. */
export interface TestingCoach extends Coach {
  /** One try of a guided test. False: the camera does not take this test over. */
  tryTest(test: string, side: TestSide): Promise<boolean>;
  /** The time of a try that does not begin by itself begins now. */
  go(): void;
}

/** A coach that is off. Its parts are loaded when it is started, not before. */
export { createCoach } from './live-coach';
