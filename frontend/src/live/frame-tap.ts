/** The camera's frames of a session, no more than ten a second, for whoever passes them on or keeps them. */
import type { Coach, CoachFrame } from '../coach/port';
import { encode } from '../coach/lmk1';
import type { GuidedSession } from '../session/guided-session';

const FRAME_EVERY_MS = 100;

export class FrameTap {
  private coach: Coach | null = null;
  private forgetCoach: () => void = () => undefined;
  private frame_ms = -Infinity;

  constructor(
    private readonly session: GuidedSession,
    /** False: not taken, so that the next one is offered at once. */
    private readonly take: (frame: CoachFrame) => boolean,
    private readonly every_ms = FRAME_EVERY_MS,
  ) {}

  /** Follows the session's coach, which comes and goes with the camera. To be called now and then. */
  look(): void {
    const { coach } = this.session.inside.camera;
    if (coach === this.coach) return;
    this.forgetCoach();
    this.coach = coach;
    this.forgetCoach = coach?.onFrame((frame) => this.heard(frame)) ?? (() => undefined);
  }

  end(): void {
    this.forgetCoach();
    this.coach = null;
  }

  /** A frame as an LMK1 message of this time. */
  message({ width, height, landmarks }: CoachFrame, t_ms: number): ArrayBuffer {
    return encode({ t_ms, width, height, model: this.coach?.model ?? 'lite', people: 1, landmarks });
  }

  private heard(frame: CoachFrame): void {
    const now = performance.now();
    if (now - this.frame_ms < this.every_ms || !this.session.inside.leads) return;
    if (this.take(frame)) this.frame_ms = now;
  }
}
