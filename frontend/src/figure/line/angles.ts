/** From the catalogue's phase targets to the angles at any moment. Names as in the catalogue, `.b` already spread. */

export interface Angles {
  trunk: number;
  neck: number;
  hip_m: number;
  hip_s: number;
  knee_m: number;
  knee_s: number;
  shoulder_m: number;
  shoulder_s: number;
  elbow_m: number;
  elbow_s: number;
  hip_abd: number;
  knee_open: number;
  knee_roll: number;
  body_line: number;
}

export interface FigurePhase {
  id: string;
  kind: string;
  duration_s: number;
  angles: Record<string, number>;
  /** A position of its own: the steps of getting down and up. */
  position?: string;
}

const NAMES: Record<string, readonly (keyof Angles)[]> = {
  trunk_incl: ['trunk'],
  neck_delta: ['neck'],
  'hip_flex.m': ['hip_m'],
  'hip_flex.s': ['hip_s'],
  'hip_flex.b': ['hip_m', 'hip_s'],
  'knee_flex.m': ['knee_m'],
  'knee_flex.s': ['knee_s'],
  'knee_flex.b': ['knee_m', 'knee_s'],
  'shoulder_flex.m': ['shoulder_m'],
  'shoulder_flex.s': ['shoulder_s'],
  'shoulder_flex.b': ['shoulder_m', 'shoulder_s'],
  'elbow_flex.m': ['elbow_m'],
  'elbow_flex.s': ['elbow_s'],
  'elbow_flex.b': ['elbow_m', 'elbow_s'],
  'hip_abd.m': ['hip_abd'],
  knee_open: ['knee_open'],
  knee_roll: ['knee_roll'],
  body_line: ['body_line'],
};

function applied(angles: Angles, targets: Record<string, number>): Angles {
  const next = { ...angles };
  for (const [name, value] of Object.entries(targets)) {
    for (const key of NAMES[name] ?? []) if (Number.isFinite(value)) next[key] = value;
  }
  return next;
}

/**
 * The angles at the end of every phase. What a phase does not name stays as it was, and the last phase of a repetition
 * brings everything back to the start.
 */
export function phaseEnds(base: Angles, phases: readonly FigurePhase[], hints: Record<string, Partial<Angles>>): Angles[] {
  const ready = phases[0]?.kind === 'ready';
  const start = ready && phases[0] ? { ...applied(base, phases[0].angles), ...hints[phases[0].id] } : base;
  let now = start;
  return phases.map((phase, index) => {
    const returns = phases.length > 1 && index === phases.length - 1 && phase.kind !== 'steady';
    const targets = changedFrom(phases[index - 1]?.angles ?? {}, phase.angles);
    now = { ...applied(returns ? start : now, targets), ...hints[phase.id] };
    return now;
  });
}

/** The targets that a phase sets itself: what it only carries on from the phase before is not one of them. */
function changedFrom(before: Record<string, number>, targets: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(targets).filter(([name, value]) => before[name] !== value));
}

/** Between two sets of angles, smoothly: slow at both ends. */
export function between(from: Angles, to: Angles, progress: number): Angles {
  const p = Math.min(1, Math.max(0, progress));
  const eased = p * p * (3 - 2 * p);
  const mixed = { ...to };
  for (const key of Object.keys(to) as (keyof Angles)[]) mixed[key] = from[key] + (to[key] - from[key]) * eased;
  return mixed;
}
