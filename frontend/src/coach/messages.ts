/** What the page and its two workers say to each other. */
import type { CoachEvent } from './port';

export type Model = 'lite' | 'full';
export type WantedSide = 'auto' | 'left' | 'right';

export type TestSide = '' | 'left' | 'right';
/** What the engine looks for: an exercise, or one try of a guided test (side '' where it has none). */
export type Wanted =
  | { kind: 'watch'; exercise: string; side: WantedSide }
  | { kind: 'try'; test: string; side: TestSide };

export type ToVision =
  | { kind: 'open'; wasm: string; model: Model; modelUrl: string }
  | { kind: 'frame'; picture: ImageBitmap; t_ms: number; width: number; height: number; lookForOthers: boolean }
  | { kind: 'model'; model: Model; modelUrl: string };

export type FromVision =
  | { kind: 'ready'; model: Model }
  /** `message` is LMK1; `cost_ms` what finding this person took, without the look for others. */
  | { kind: 'seen'; t_ms: number; message: ArrayBuffer; cost_ms: number; people: number }
  | { kind: 'failed'; why: string };

export type ToEngine =
  | { kind: 'open'; pyodide: string; core: string }
  | (Wanted & { turn: number; model: Model })
  | { kind: 'go' }
  | { kind: 'rest' }
  | { kind: 'expect'; present: boolean }
  | { kind: 'frame'; message: ArrayBuffer; seen_at_ms: number };

export type FromEngine =
  | { kind: 'ready' }
  | { kind: 'watched'; turn: number; counted: boolean }
  | { kind: 'events'; events: CoachEvent[]; seen_at_ms: number }
  | { kind: 'failed'; why: string };
