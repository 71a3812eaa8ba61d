/** On the front, on forearms, on all fours and sitting back: head to the left, seen from the side. */
import type { Angles } from './angles';
import { along, type Arm, FOREARM, type Leg, NECK, type Point, type Pose, RADIUS, SHANK, THIGH, TORSO, UPPER_ARM } from './body';
import { arm, armAt, armTo, leg, legTo, settledThigh } from './limbs';
import type { Posture } from './postures';

const HIP: Point = { x: 0, y: RADIUS.hip };
const FLAT_SHOULDER: Point = { x: -TORSO, y: RADIUS.torso };

export function pronePose(posture: Posture, angles: Angles): Pose {
  if (posture.family === 'plank') return plankPose(angles);
  const shoulder = along(HIP, 180 - angles.trunk, TORSO);
  const moving = proneLeg(angles.hip_m, angles.knee_m);
  const other = proneLeg(angles.hip_s, angles.knee_s);
  const arms = proneArms(posture, angles, shoulder);
  const rise = angles.trunk > 0 ? Math.min(1, angles.trunk / 30) : 0;
  const head = along(shoulder, 180 - angles.trunk * 0.4 + rise * -18, NECK);
  return {
    view: 'side',
    hip: HIP,
    shoulder,
    head: { x: head.x, y: Math.max(head.y, RADIUS.head) },
    bow: -angles.trunk * 0.004,
    moving: { leg: moving, arm: arms[0] },
    other: { leg: other, arm: arms[1] },
  };
}

function proneLeg(hip_flex: number, knee_flex: number): Leg {
  const lifted = -hip_flex > 1;
  const flat = settledThigh(HIP, 0, knee_flex, -1);
  const made = leg(HIP, lifted ? flat - hip_flex : flat, knee_flex, -1);
  // Lying on the front the toes point away.
  return { ...made, toe: { x: made.ankle.x + 0.25, y: Math.max(RADIUS.foot, made.ankle.y - 0.03) } };
}

function proneArms(posture: Posture, angles: Angles, shoulder: Point): [Arm, Arm] {
  switch (posture.arms) {
    case 'under_head': {
      const elbow: Point = { x: FLAT_SHOULDER.x - 0.28, y: RADIUS.arm };
      const folded = armAt(shoulder, elbow, { x: FLAT_SHOULDER.x - NECK - 0.08, y: RADIUS.arm });
      return [folded, folded];
    }
    case 'planted':
      return posture.family === 'prone_elbow' ? forearms(shoulder) : pressed(shoulder);
    case 'floor': {
      // By the sides, and lifted with the chest.
      const hand: Point = { x: shoulder.x + 1.05, y: Math.max(RADIUS.arm, shoulder.y - 0.1) };
      return [armTo(shoulder, hand, 1), armTo(shoulder, hand, 1)];
    }
    default: {
      const overhead = (flex: number): Arm => {
        const lift = Math.max(0, flex - 168) * 1.6;
        return arm(shoulder, 180 + 6 - lift, 0, -1);
      };
      const movingArm = overhead(angles.shoulder_m);
      const otherArm = overhead(angles.shoulder_s);
      return posture.opposite ? [otherArm, movingArm] : [movingArm, otherArm];
    }
  }
}

/** Elbows stay under where the shoulders rise to, forearms flat. */
function forearms(shoulder: Point): [Arm, Arm] {
  const elbow: Point = { x: -Math.sqrt(TORSO ** 2 - 0.2), y: RADIUS.arm };
  const lying = armAt(shoulder, elbow, { x: elbow.x - FOREARM, y: RADIUS.arm });
  return [lying, lying];
}

function pressed(shoulder: Point): [Arm, Arm] {
  const both = armTo(shoulder, { x: FLAT_SHOULDER.x + 0.14, y: RADIUS.arm }, 1);
  return [both, both];
}

/** Shoulders over the elbows, toes on the floor; the hips rise from near the mat into one line. */
function plankPose(angles: Angles): Pose {
  const shoulder: Point = { x: -TORSO, y: UPPER_ARM + RADIUS.arm };
  const hip = along(shoulder, -Math.min(angles.trunk, 27), TORSO);
  const ankle: Point = { x: shoulder.x + 2.65, y: 0.27 };
  const made = legTo(hip, ankle, -1, 250);
  const both: Leg = { ...made, toe: { x: made.ankle.x + 0.02, y: RADIUS.foot } };
  const elbow: Point = { x: shoulder.x, y: RADIUS.arm };
  const lying = armAt(shoulder, elbow, { x: elbow.x - FOREARM, y: RADIUS.arm });
  return {
    view: 'side',
    hip,
    shoulder,
    head: along(shoulder, 178, NECK),
    bow: 0,
    moving: { leg: both, arm: lying },
    other: { leg: both, arm: lying },
  };
}

/** All fours: the standing knee and the hands stay; what moves swings from hip and shoulder. */
export function quadrupedPose(posture: Posture, angles: Angles): Pose {
  const hip: Point = { x: 0, y: THIGH + RADIUS.shank };
  const trunk = 180 - 13;
  const shoulder = along(hip, trunk, TORSO);
  const swung = (hip_flex: number, knee_flex: number): Leg => {
    const made = leg(hip, trunk + 180 - hip_flex, knee_flex, -1);
    const kneels = made.ankle.y < 0.2 && knee_flex > 60;
    if (!kneels) return made;
    const ankle: Point = { x: made.ankle.x, y: RADIUS.shank };
    return { ...made, ankle, toe: { x: ankle.x + 0.22, y: RADIUS.foot } };
  };
  const standing = armTo(shoulder, { x: shoulder.x, y: RADIUS.arm }, 1);
  const raised = (flex: number): Arm => (flex > 82 ? arm(shoulder, trunk + 180 - flex, 0, -1) : standing);
  const movingArm = raised(angles.shoulder_m);
  return {
    view: 'side',
    hip,
    shoulder,
    head: along(shoulder, trunk + 2 + angles.neck * 1.4, NECK),
    bow: angles.neck * 0.011,
    moving: { leg: swung(angles.hip_m, angles.knee_m), arm: posture.opposite ? standing : movingArm },
    other: { leg: swung(angles.hip_s, angles.knee_s), arm: posture.opposite ? movingArm : standing },
  };
}

/** From all fours back towards the heels; shins and hands stay on the mat. */
export function sitBackPose(angles: Angles): Pose {
  const knee: Point = { x: 0, y: RADIUS.shank };
  const thigh = 360 - angles.knee_m;
  const hip = along(knee, thigh + 180, THIGH);
  const trunk = thigh - 180 + angles.hip_m + Math.max(0, angles.hip_m - 78) * 0.95;
  const shoulder = along(hip, trunk, TORSO);
  const both: Leg = { hip, knee, ankle: { x: SHANK, y: RADIUS.shank }, toe: { x: SHANK + 0.22, y: RADIUS.foot } };
  const hands = armTo(shoulder, { x: -1.55 + 0.6 * (1 - Math.min(1, (angles.knee_m - 92) / 56)), y: RADIUS.arm }, 1);
  return {
    view: 'side',
    hip,
    shoulder,
    head: along(shoulder, trunk + angles.neck, NECK),
    bow: Math.max(0, angles.knee_m - 92) * 0.003,
    moving: { leg: both, arm: hands },
    other: { leg: both, arm: hands },
  };
}
