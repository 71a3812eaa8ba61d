/** What a session tells those who watch along: where it stands, in the words that the person has on the screen. */
import type { Player } from '../session/player';
import type { EventData, EventKind } from '../session/script';
import type { SessionCamera } from '../session/session-camera';
import type { Say } from '../session/texts';
import { stepName } from '../session/timeline';

export interface Inside {
  player: Player;
  camera: SessionCamera;
  spoken: string;
  say: Say;
  sessionId: string;
}

/** What was reported, and seen to adjust, as it is written down. */
export class Noted {
  pain: number | null = null;
  effort: number | null = null;
  private adjust = new Map<string, number>();
  private step: unknown = null;

  hear(kind: EventKind, data: EventData): void {
    if (kind === 'step_started' && data['step'] !== this.step) {
      this.step = data['step'];
      this.adjust.clear();
    }
    if (kind === 'pain_reported' && typeof data['pain'] === 'number') this.pain = data['pain'];
    if (kind === 'effort_reported' && typeof data['effort'] === 'number') this.effort = data['effort'];
    if (kind === 'adjustment_seen') {
      const code = String(data['code']);
      this.adjust.set(code, (this.adjust.get(code) ?? 0) + 1);
    }
  }

  /** The five that were seen most often in this step. */
  get adjusted(): { code: string; count: number }[] {
    const all = [...this.adjust].map(([code, count]) => ({ code, count }));
    return all.sort((one, other) => other.count - one.count).slice(0, 5);
  }
}

const LONGEST = { name: 120, words: 300, phase: 64 };

export function stateOf({ player, camera, spoken, say, sessionId }: Inside, noted: Noted, waiting: number): Record<string, unknown> {
  const step = player.step;
  const place = player.block?.place;
  const left_s = player.remaining_s;
  const counts = player.lead.counts;
  return {
    kind: 'state',
    session: sessionId,
    mode: player.mode,
    step: player.stepIndex,
    exercise: step?.exercise_id ?? '',
    name: (step === null ? '' : stepName(step, say)).slice(0, LONGEST.name),
    phase: (step?.phases[player.block?.phase ?? -1]?.id ?? '').slice(0, LONGEST.phase),
    side: player.side,
    set: (place?.set ?? 0) + 1,
    sets: Math.max(1, step?.dose.sets ?? 1),
    // While the camera counts, the number is what was seen; by time it is the one that is being led.
    repetition: step?.kind === 'exercise' ? (place?.repetition ?? 0) + (counts || player.mode === 'preparing' ? 0 : 1) : 0,
    repetitions: step?.kind === 'exercise' ? step.dose.reps : 0,
    seconds_left: Number.isFinite(left_s) && player.block !== null ? Math.ceil(left_s) : null,
    counted_by: counts ? 'camera' : 'timer',
    camera: camera.on ? (camera.coach?.state ?? 'starting') : 'off',
    adjust: noted.adjusted,
    saying: spoken.slice(0, LONGEST.words),
    doing: (player.block?.caption ?? '').slice(0, LONGEST.words),
    pain: noted.pain,
    effort: noted.effort,
    can_ease: player.canEase,
    waiting,
  };
}
