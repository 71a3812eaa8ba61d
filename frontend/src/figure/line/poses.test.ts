import { describe, expect, it } from 'vitest';
import { type Angles, between, type FigurePhase, phaseEnds } from './angles';
import { distance, FOREARM, type Leg, lowest, type Pose, RADIUS, SHANK, THIGH, TORSO, UPPER_ARM } from './body';
import { drawn } from './drawing';
import { EXERCISE_POSTURES, nearSide, POSITION_POSTURES, type Posture, postureOf } from './postures';
import { poseOf } from './poses';

const phase = (id: string, kind: string, angles: Record<string, number>): FigurePhase => ({ id, kind, duration_s: 2, angles });

/** The catalogue's movements that go furthest in each posture, with their angles. */
const MOVEMENTS: [exercise: string, position: string, phases: FigurePhase[]][] = [
  ['curl_up_reach', 'supine_hooklying', [phase('lift', 'concentric', { trunk_incl: 12 }), phase('lower', 'eccentric', { trunk_incl: 0 })]],
  ['bridge', 'supine_hooklying', [phase('lift', 'concentric', { 'hip_flex.b': 5, 'knee_flex.b': 85 }), phase('lower', 'eccentric', { 'hip_flex.b': 50 })]],
  ['single_leg_bridge', 'supine_hooklying', [phase('lift', 'concentric', { 'hip_flex.s': 5 }), phase('lower', 'eccentric', { 'hip_flex.s': 50 })]],
  ['dead_bug', 'supine_tabletop', [phase('reach', 'eccentric', { 'shoulder_flex.m': 160, 'hip_flex.m': 25, 'knee_flex.m': 10 }), phase('return', 'concentric', { 'hip_flex.m': 90, 'shoulder_flex.m': 90 })]],
  ['hamstring_supine', 'supine', [phase('straighten', 'concentric', { 'hip_flex.m': 88, 'knee_flex.m': 25 }), phase('release', 'eccentric', { 'knee_flex.m': 90 })]],
  ['knee_to_chest', 'supine', [phase('draw', 'concentric', { 'hip_flex.m': 110 }), phase('release', 'rest', { 'hip_flex.m': 50 })]],
  ['quadruped_hip_extension', 'quadruped', [phase('lift', 'concentric', { 'hip_flex.m': 0, 'knee_flex.m': 80 }), phase('lower', 'eccentric', { 'hip_flex.m': 78 })]],
  ['bird_dog', 'quadruped', [phase('reach', 'concentric', { 'hip_flex.m': 0, 'knee_flex.m': 5, 'shoulder_flex.m': 165 }), phase('return', 'eccentric', { 'hip_flex.m': 78 })]],
  ['quad_leg_slide', 'quadruped', [phase('slide', 'concentric', { 'hip_flex.m': 20, 'knee_flex.m': 10 }), phase('return', 'eccentric', { 'hip_flex.m': 78 })]],
  ['childs_pose', 'kneeling_flexed', [phase('sit_back', 'concentric', { 'hip_flex.b': 115, 'knee_flex.b': 135 }), phase('return', 'rest', {})]],
  ['prone_hip_extension', 'prone', [phase('lift', 'concentric', { 'hip_flex.m': -8, 'knee_flex.m': 5 }), phase('lower', 'eccentric', { 'hip_flex.m': 0 })]],
  ['prone_press_up', 'prone', [phase('press', 'concentric', { trunk_incl: 40 }), phase('lower', 'eccentric', { trunk_incl: 0 })]],
  ['prone_on_elbows', 'prone_elbow', [phase('prop', 'hold', { trunk_incl: 27 }), phase('rest', 'rest', { trunk_incl: 0 })]],
  ['forearm_plank', 'prone_elbow', [phase('lift', 'concentric', { body_line: 0 }), phase('lower', 'eccentric', {})]],
  ['superman_full', 'prone', [phase('lift', 'concentric', { trunk_incl: 8, 'hip_flex.b': -7 }), phase('lower', 'eccentric', { trunk_incl: 0 })]],
  ['side_plank', 'side_lying_elbow', [phase('lift', 'concentric', { body_line: 0 }), phase('lower', 'eccentric', { body_line: -20 })]],
  ['side_plank_knees', 'side_lying_elbow', [phase('lift', 'concentric', { body_line: 0 }), phase('lower', 'eccentric', { body_line: -25 })]],
  ['side_lying_hip_abduction', 'side_lying', [phase('lift', 'concentric', { 'hip_abd.m': 30 }), phase('lower', 'eccentric', { 'hip_abd.m': 0 })]],
  ['clamshell', 'side_lying', [phase('open', 'concentric', { knee_open: 30 }), phase('close', 'eccentric', { knee_open: 0 })]],
  ['knee_rolls', 'supine_hooklying', [phase('roll', 'concentric', { knee_roll: 25 }), phase('return', 'eccentric', { knee_roll: 0 })]],
  ['hip_hinge', 'standing', [phase('lower', 'eccentric', { 'hip_flex.b': 55, 'knee_flex.b': 20, trunk_incl: 45 }), phase('rise', 'concentric', { 'hip_flex.b': 5, trunk_incl: 88 })]],
  ['march_in_place', 'standing', [phase('lift', 'concentric', { 'hip_flex.m': 60 }), phase('lower', 'eccentric', { 'hip_flex.m': 5 })]],
  ['standing_hip_extension', 'standing', [phase('lift', 'concentric', { 'hip_flex.m': -12, 'knee_flex.m': 5 }), phase('lower', 'eccentric', { 'hip_flex.m': 0 })]],
  ['standing_hip_abduction', 'standing', [phase('lift', 'concentric', { 'hip_abd.m': 22 }), phase('lower', 'eccentric', { 'hip_abd.m': 3 })]],
  ['wall_squat', 'standing_wall', [phase('lower', 'eccentric', { 'knee_flex.b': 60 }), phase('rise', 'concentric', { 'knee_flex.b': 10 })]],
  ['sit_to_stand', 'seated_to_standing', [phase('rise', 'concentric', { 'hip_flex.b': 5, 'knee_flex.b': 5 }), phase('sit', 'eccentric', { 'hip_flex.b': 85, 'knee_flex.b': 90 })]],
  ['figure4_seated', 'seated', [phase('lean', 'concentric', { trunk_incl: 68 }), phase('return', 'rest', { trunk_incl: 88 })]],
  ['hip_flexor_kneeling', 'half_kneeling', [phase('shift', 'concentric', { 'hip_flex.m': -8 }), phase('return', 'rest', { 'hip_flex.m': 5 })]],
];

function moments(posture: Posture, phases: FigurePhase[]): Pose[] {
  const ends = phaseEnds(posture.base, phases, posture.hints);
  const stops: Angles[] = [posture.base, ...ends];
  return stops.slice(1).flatMap((to, index) => {
    const from = stops[index] as Angles;
    return [0, 0.25, 0.5, 0.75, 1].map((progress) => poseOf(posture, between(from, to, progress)));
  });
}

const side = (pose: Pose): boolean => pose.view === 'side';

describe.each(MOVEMENTS)('%s', (exercise, position, phases) => {
  const posture = postureOf(exercise, position);
  const poses = moments(posture, phases);

  it('rests on the floor at every moment: nobody floats or sinks', () => {
    for (const pose of poses) expect(lowest(pose)).toBeCloseTo(0, 6);
  });

  it('keeps trunk and legs as long as they are', () => {
    for (const pose of poses.filter(side)) {
      expect(distance(pose.hip, pose.shoulder)).toBeCloseTo(TORSO, 2);
      for (const { leg } of [pose.moving, pose.other]) {
        const foreshortened = posture.crossed && leg === pose.moving.leg;
        if (!foreshortened) expect(distance(leg.hip, leg.knee)).toBeCloseTo(THIGH, 2);
        if (!foreshortened) expect(distance(leg.knee, leg.ankle)).toBeCloseTo(SHANK, 2);
      }
    }
  });

  it('never stretches an arm', () => {
    for (const pose of poses) {
      for (const { arm } of [pose.moving, pose.other]) {
        expect(distance(arm.shoulder, arm.elbow)).toBeLessThan(UPPER_ARM + 0.13);
        expect(distance(arm.elbow, arm.hand)).toBeLessThan(FOREARM + 0.02);
      }
    }
  });

  it('moves without a jump', () => {
    for (let i = 1; i < poses.length; i += 1) {
      const [before, after] = [poses[i - 1] as Pose, poses[i] as Pose];
      expect(distance(before.hip, after.hip)).toBeLessThan(0.7);
      expect(distance(before.moving.leg.knee, after.moving.leg.knee)).toBeLessThan(0.75);
    }
  });

  it('can be drawn with finite numbers', () => {
    for (const pose of poses) expect(JSON.stringify(drawn(pose, false))).not.toMatch(/NaN|Infinity/);
  });
});

/** Knee bending seen from the side: positive when the heel goes to the back of the thigh. */
function kneeBend(leg: Leg, ventral: number): number {
  const thigh = Math.atan2(leg.knee.y - leg.hip.y, leg.knee.x - leg.hip.x);
  const shank = Math.atan2(leg.ankle.y - leg.knee.y, leg.ankle.x - leg.knee.x);
  const turned = ((thigh - shank) * 180) / Math.PI;
  return ventral * (((turned + 540) % 360) - 180);
}

describe('knees', () => {
  const faces: Record<string, number> = { prone: -1, quadruped: -1, kneeling_flexed: -1 };

  it.each(MOVEMENTS.filter(([name]) => !['figure4_seated', 'forearm_plank'].includes(name)))('of %s never bend forwards', (exercise, position, phases) => {
    for (const pose of moments(postureOf(exercise, position), phases).filter(side)) {
      const ventral = faces[position] ?? (position === 'prone_elbow' ? -1 : 1);
      for (const { leg } of [pose.moving, pose.other]) expect(kneeBend(leg, ventral)).toBeGreaterThan(-4);
    }
  });
});

describe('what carries the body', () => {
  const at = (exercise: string, position: string, id: string): Pose => {
    const [, , phases] = MOVEMENTS.find(([name]) => name === exercise) as (typeof MOVEMENTS)[number];
    const posture = postureOf(exercise, position);
    const ends = phaseEnds(posture.base, phases, posture.hints);
    return poseOf(posture, ends[phases.findIndex((one) => one.id === id)] as Angles);
  };

  it('feet and shoulders stay down in a bridge while the hips rise into line', () => {
    const pose = at('bridge', 'supine_hooklying', 'lift');
    expect(pose.shoulder.y).toBeCloseTo(RADIUS.torso, 1);
    expect(pose.other.leg.ankle.y).toBeCloseTo(RADIUS.shank, 1);
    expect(pose.hip.y).toBeGreaterThan(0.4);
  });

  it('hands and one knee stay down when a leg lifts on all fours', () => {
    const pose = at('quadruped_hip_extension', 'quadruped', 'lift');
    expect(pose.moving.arm.hand.y).toBeCloseTo(RADIUS.arm, 2);
    expect(pose.other.leg.knee.y).toBeCloseTo(RADIUS.shank, 2);
    expect(pose.moving.leg.ankle.y).toBeGreaterThan(1);
  });

  it('the opposite arm lifts with the leg', () => {
    const pose = at('bird_dog', 'quadruped', 'reach');
    expect(pose.other.arm.hand.y).toBeGreaterThan(0.8);
    expect(pose.moving.arm.hand.y).toBeCloseTo(RADIUS.arm, 2);
  });

  it('both feet stand in a squat at the wall, and the back stays upright', () => {
    const pose = at('wall_squat', 'standing_wall', 'lower');
    expect(pose.moving.leg.ankle.y).toBeCloseTo(RADIUS.shank, 1);
    expect(pose.shoulder.x).toBeCloseTo(pose.hip.x, 6);
  });

  it('shoulder, hip and ankle make one line in a side plank', () => {
    const pose = at('side_plank', 'side_lying_elbow', 'lift');
    const whole = distance(pose.shoulder, pose.moving.leg.ankle);
    expect(distance(pose.shoulder, pose.hip) + distance(pose.hip, pose.moving.leg.ankle)).toBeCloseTo(whole, 2);
  });
});

describe('the way back', () => {
  it('returns what a phase only carries on from the one before', () => {
    const posture = postureOf('bird_dog', 'quadruped');
    const carried = [
      phase('start', 'ready', { 'hip_flex.b': 78, 'knee_flex.b': 90, 'shoulder_flex.b': 78 }),
      phase('reach', 'concentric', { 'hip_flex.b': 78, 'hip_flex.m': 0, 'knee_flex.b': 90, 'knee_flex.m': 5, 'shoulder_flex.m': 165 }),
      phase('return', 'eccentric', { 'hip_flex.b': 78, 'hip_flex.m': 78, 'knee_flex.b': 90, 'knee_flex.m': 5, 'shoulder_flex.m': 165 }),
    ];
    const [start, , back] = phaseEnds(posture.base, carried, {});
    expect(back).toEqual(start);
  });
});

describe('left is left', () => {
  it.each([
    ['standing', 'right'],
    ['supine', 'right'],
    ['quadruped', 'left'],
    ['prone', 'left'],
    ['side_lying', 'left'],
  ])('%s shows the %s side near the viewer or on top', (position, side) => {
    // Facing right shows the right side. Turned onto the back the head goes left; onto the front, the picture mirrors.
    expect(nearSide(postureOf('', position).family)).toBe(side);
  });
});

describe('every known posture', () => {
  it.each([...POSITION_POSTURES])('%s has a body on the floor', (position) => {
    const posture = postureOf('', position);
    const pose = poseOf(posture, posture.base);
    if (position !== 'water') expect(lowest(pose)).toBeCloseTo(0, 6);
  });

  it.each([...EXERCISE_POSTURES])('%s can be drawn through a whole round', (exercise) => {
    const posture = postureOf(exercise, '');
    for (const turn of [-1, 0, 0.25, 0.5, 0.75]) {
      expect(JSON.stringify(drawn(poseOf(posture, posture.base, turn), true))).not.toMatch(/NaN|Infinity/);
    }
  });

  it('shows an exercise sitting when it is done on a chair instead of the mat', () => {
    expect(postureOf('cat_camel', 'seated').family).toBe('seated');
    expect(postureOf('cat_camel', 'quadruped').family).toBe('quadruped');
  });
});
