/** How a body starts in each position, and what a few exercises add that joint angles do not say. */
import type { Angles } from './angles';

export type Family =
  | 'upright'
  | 'march'
  | 'wall'
  | 'seated'
  | 'sit_to_stand'
  | 'half_kneeling'
  | 'kneeling'
  | 'supine'
  | 'prone'
  | 'prone_elbow'
  | 'plank'
  | 'quadruped'
  | 'kneeling_flexed'
  | 'front_standing'
  | 'side_lying'
  | 'clam'
  | 'side_plank_knees'
  | 'side_plank'
  | 'knee_rolls'
  | 'swim'
  | 'bike';

export type ArmRest = 'free' | 'floor' | 'planted' | 'under_head' | 'hips' | 'leg' | 'chair';

export interface Posture {
  family: Family;
  base: Angles;
  arms: ArmRest;
  /** The arm of the opposite side moves with the leg. */
  opposite: boolean;
  /** The moving leg's ankle rests on the other thigh. */
  crossed: boolean;
  /** Feet that stay on the floor: of which legs. */
  planted: readonly ('m' | 's')[];
  scenery: readonly ('mat' | 'chair' | 'wall' | 'wall_behind' | 'water' | 'bicycle' | 'support')[];
  /** Angles that belong to a phase by its id, beyond the catalogue's. */
  hints: Record<string, Partial<Angles>>;
  /** A movement that goes round and round by itself: walking, pedalling, swimming. Seconds for one round. */
  cycle_s: number;
}

const ZERO: Angles = {
  trunk: 0,
  neck: 0,
  hip_m: 0,
  hip_s: 0,
  knee_m: 0,
  knee_s: 0,
  shoulder_m: 0,
  shoulder_s: 0,
  elbow_m: 0,
  elbow_s: 0,
  hip_abd: 0,
  knee_open: 0,
  knee_roll: 0,
  body_line: 0,
};

const posture = (family: Family, base: Partial<Angles>, rest: Partial<Posture> = {}): Posture => ({
  family,
  base: { ...ZERO, ...base },
  arms: 'free',
  opposite: false,
  crossed: false,
  planted: [],
  scenery: [],
  hints: {},
  cycle_s: 0,
  ...rest,
});

const STANDING = { trunk: 90, shoulder_m: 4, shoulder_s: 4, elbow_m: 12, elbow_s: 12 };
const HOOK = { hip_m: 50, hip_s: 50, knee_m: 100, knee_s: 100 };
const QUADRUPED = { trunk: 13, hip_m: 78, hip_s: 78, knee_m: 90, knee_s: 90, shoulder_m: 78, shoulder_s: 78 };
const MAT = { scenery: ['mat'] as const };

const POSITIONS: Record<string, Posture> = {
  standing: posture('upright', STANDING, { planted: ['s'] }),
  standing_wall: posture('wall', { ...STANDING, knee_m: 10, knee_s: 10 }, { scenery: ['wall_behind'] }),
  seated: posture('seated', { trunk: 88, hip_m: 88, hip_s: 88, knee_m: 90, knee_s: 90 }, { scenery: ['chair'], arms: 'leg' }),
  seated_to_standing: posture(
    'sit_to_stand',
    { trunk: 90, hip_m: 85, hip_s: 85, knee_m: 90, knee_s: 90, shoulder_m: 75, shoulder_s: 75 },
    { scenery: ['chair'] },
  ),
  half_kneeling: posture('half_kneeling', { trunk: 90, hip_m: 5, knee_s: 90 }, { ...MAT, arms: 'leg' }),
  kneeling: posture('kneeling', { trunk: 90, hip_m: 0, hip_s: 0, knee_m: 90, knee_s: 90, elbow_m: 10, elbow_s: 10 }, MAT),
  supine: posture('supine', HOOK, { ...MAT, arms: 'floor', planted: ['m', 's'] }),
  supine_hooklying: posture('supine', HOOK, { ...MAT, arms: 'floor', planted: ['m', 's'] }),
  supine_tabletop: posture(
    'supine',
    { hip_m: 90, hip_s: 90, knee_m: 90, knee_s: 90, shoulder_m: 90, shoulder_s: 90 },
    { ...MAT, opposite: true },
  ),
  supine_one_knee_bent: posture('supine', { ...HOOK, hip_s: 0, knee_s: 5 }, { ...MAT, arms: 'floor', planted: ['m', 's'] }),
  quadruped: posture('quadruped', QUADRUPED, { ...MAT, arms: 'planted' }),
  kneeling_flexed: posture('kneeling_flexed', { hip_m: 78, hip_s: 78, knee_m: 92, knee_s: 92 }, { ...MAT, arms: 'planted' }),
  prone: posture('prone', { shoulder_m: 0, shoulder_s: 0 }, { ...MAT, arms: 'under_head' }),
  prone_elbow: posture('prone_elbow', { trunk: 0, elbow_m: 90, elbow_s: 90 }, { ...MAT, arms: 'planted' }),
  side_lying: posture('side_lying', {}, MAT),
  side_lying_elbow: posture('side_plank_knees', { body_line: -25 }, MAT),
  water: posture('swim', {}, { scenery: ['water'], cycle_s: 3 }),
};

const FLOOR_ARMS = { arms: 'floor' as const };

const EXERCISES: Record<string, Posture> = {
  walk: posture('upright', STANDING, { cycle_s: 1.3 }),
  swim: posture('swim', {}, { scenery: ['water'], cycle_s: 3 }),
  bike: posture('bike', { trunk: 62 }, { scenery: ['bicycle'], cycle_s: 1.4 }),
  march_in_place: posture('march', STANDING, { planted: ['s'], hints: { lift: { knee_m: 70 } }, cycle_s: 1.8 }),
  // Its hip angle is a change from the set-up, and it must not change.
  abdominal_brace: posture('supine', HOOK, {
    ...MAT,
    arms: 'floor',
    planted: ['m', 's'],
    hints: { hold: { hip_m: 50, hip_s: 50 } },
  }),
  hip_hinge: posture('upright', { ...STANDING, hip_m: 2, hip_s: 2 }, { arms: 'hips' }),
  wall_hip_hinge: posture('upright', { ...STANDING, hip_m: 2, hip_s: 2 }, { arms: 'hips', scenery: ['wall'] }),
  standing_hip_extension: posture('upright', STANDING, { planted: ['s'], scenery: ['support'], arms: 'chair' }),
  standing_hip_abduction: posture('front_standing', {}, {}),
  clamshell: posture('clam', {}, MAT),
  side_plank: posture('side_plank', { body_line: -20 }, MAT),
  forearm_plank: posture('plank', { trunk: 25 }, { ...MAT, arms: 'planted', hints: { lift: { trunk: 8 }, hold: { trunk: 8 } } }),
  knee_rolls: posture('knee_rolls', {}, MAT),
  dead_bug_heel_tap: posture(
    'supine',
    { hip_m: 90, hip_s: 90, knee_m: 90, knee_s: 90 },
    { ...MAT, ...FLOOR_ARMS, hints: { lower: { hip_m: 46, knee_m: 96 } } },
  ),
  bird_dog: posture('quadruped', QUADRUPED, { ...MAT, arms: 'planted', opposite: true }),
  mcgill_curl_up: posture('supine', { ...HOOK, hip_s: 0, knee_s: 5 }, { ...MAT, arms: 'floor', planted: ['m', 's'] }),
  single_leg_bridge: posture('supine', { ...HOOK, knee_m: 5 }, { ...MAT, ...FLOOR_ARMS, planted: ['s'] }),
  curl_up_reach: posture('supine', { ...HOOK, shoulder_m: 85, shoulder_s: 85 }, { ...MAT, planted: ['m', 's'] }),
  prone_chest_lift: posture('prone', {}, { ...MAT, arms: 'floor' }),
  superman_alternate: posture('prone', { shoulder_m: 168, shoulder_s: 168 }, { ...MAT, opposite: true }),
  superman_full: posture(
    'prone',
    { shoulder_m: 168, shoulder_s: 168 },
    { ...MAT, hints: { lift: { shoulder_m: 176, shoulder_s: 176 } } },
  ),
  prone_press_up: posture('prone', {}, { ...MAT, arms: 'planted', hints: { pause: { trunk: 40 } } }),
  cat_camel: posture('quadruped', QUADRUPED, { ...MAT, arms: 'planted' }),
  figure4_supine: posture('supine', HOOK, { ...MAT, arms: 'leg', planted: ['s'], crossed: true }),
  figure4_seated: posture('seated', { trunk: 88 }, { scenery: ['chair'], arms: 'leg', crossed: true }),
  hamstring_supine: posture('supine', { ...HOOK, hip_m: 88, knee_m: 90 }, { ...MAT, arms: 'leg', planted: ['s'] }),
  hamstring_seated: posture('seated', { trunk: 88, knee_m: 5 }, { scenery: ['chair'], arms: 'leg' }),
  knee_to_chest: posture('supine', HOOK, {
    ...MAT,
    arms: 'leg',
    planted: ['s'],
    hints: { draw: { knee_m: 125 }, hold: { knee_m: 125 } },
  }),
  childs_pose: posture('kneeling_flexed', { hip_m: 78, hip_s: 78, knee_m: 92, knee_s: 92 }, {
    ...MAT,
    arms: 'planted',
    hints: { sit_back: { knee_m: 148, knee_s: 148, neck: 20 } },
  }),
};

const SHOWS_LEFT: readonly Family[] = ['prone', 'prone_elbow', 'plank', 'quadruped', 'side_lying', 'clam'];

/**
 * The side of the body that is drawn near the viewer, or on top. On the front or on all fours, head to the left, that is
 * the left; standing and facing right, or on the back with the head to the left, it is the right.
 */
export const nearSide = (family: Family): 'left' | 'right' => (SHOWS_LEFT.includes(family) ? 'left' : 'right');

const UPRIGHT = ['standing', 'standing_wall', 'seated', 'seated_to_standing', 'water'];

/** The posture of an exercise, else of its position. An exercise done sitting instead of on the mat is shown sitting. */
export function postureOf(exercise: string, position: string): Posture {
  const known = EXERCISES[exercise];
  const here = POSITIONS[position] ?? (POSITIONS['standing'] as Posture);
  const onMat = POSITIONS[position] === undefined ? undefined : !UPRIGHT.includes(position);
  if (known === undefined || (onMat !== undefined && known.scenery.includes('mat') !== onMat)) return here;
  return known;
}

export const EXERCISE_POSTURES: readonly string[] = Object.keys(EXERCISES);
export const POSITION_POSTURES: readonly string[] = Object.keys(POSITIONS);
