/** On the back, head to the left, seen from the side. Thigh directions are from the floor. */
import type { Angles } from './angles';
import { along, type Arm, crossing, directionOf, type Leg, NECK, type Point, type Pose, RADIUS, TORSO } from './body';
import { arm, armTo, leg, legTo, settledThigh } from './limbs';
import type { Posture } from './postures';

const HIP: Point = { x: 0, y: RADIUS.hip };
const SHOULDER: Point = { x: -TORSO, y: RADIUS.torso };

export function supinePose(posture: Posture, angles: Angles): Pose {
  const lifted = liftedHips(posture, angles);
  const hip = lifted ?? HIP;
  const shoulder = lifted === null ? along(HIP, 180 - angles.trunk, TORSO) : SHOULDER;
  const other = supineLeg(hip, angles.hip_s, angles.knee_s, posture.planted.includes('s'), lifted !== null);
  const alone = supineLeg(hip, angles.hip_m, angles.knee_m, posture.planted.includes('m'), lifted !== null);
  const parallel = lifted !== null && !posture.planted.includes('m');
  const moving = posture.crossed ? crossedOver(hip, other) : parallel ? levelWith(hip, other, angles.knee_m) : alone;
  const arms = supineArms(posture, angles, shoulder, moving, other);
  const trunk = directionOf(hip, shoulder);
  return {
    view: 'side',
    hip,
    shoulder,
    head: lifted === null ? along(shoulder, trunk - angles.trunk * 0.9, NECK) : { x: shoulder.x - NECK, y: RADIUS.head },
    bow: 0,
    moving: { leg: moving, arm: arms[0] },
    other: { leg: other, arm: arms[1] },
  };
}

/** Where the feet of bent legs stand while the back lies flat. */
function footStand(knee_flex: number): Point {
  return leg(HIP, settledThigh(HIP, 50, knee_flex, 1), knee_flex, 1).ankle;
}

/** A bridge: shoulders and feet stay, and the hips rise until the thigh has its angle to the trunk. Else null. */
function liftedHips(posture: Posture, angles: Angles): Point | null {
  const bent = posture.planted.includes('s') && angles.knee_s > 60;
  if (!bent || angles.hip_s > 49) return null;
  const foot = footStand(100);
  const flexAt = (tilt: number): number => {
    const hip = along(SHOULDER, tilt, TORSO);
    return directionOf(hip, legTo(hip, foot, 1, 0).knee) - tilt;
  };
  const tilt = crossing(0, 34, (value) => flexAt(value) - angles.hip_s);
  return along(SHOULDER, tilt, TORSO);
}

function supineLeg(hip: Point, hip_flex: number, knee_flex: number, planted: boolean, lifted: boolean): Leg {
  if (lifted && planted) return legTo(hip, footStand(100), 1, 0);
  const rests = planted && hip_flex < 62;
  return leg(hip, rests ? settledThigh(hip, hip_flex, knee_flex, 1) : hip_flex, knee_flex, 1);
}

const levelWith = (hip: Point, other: Leg, knee_flex: number): Leg => leg(hip, directionOf(hip, other.knee), knee_flex, 1);

/** The ankle on the other thigh, the knee towards the viewer and so foreshortened. */
function crossedOver(hip: Point, other: Leg): Leg {
  const thigh = directionOf(hip, other.knee);
  const ankle = along(along(hip, thigh, 0.68), thigh + 90, 0.1);
  const knee = along(hip, thigh + 16, 0.44);
  return { hip, knee: along(knee, thigh + 90, 0.08), ankle, toe: along(ankle, thigh - 40, 0.2) };
}

function supineArms(posture: Posture, angles: Angles, shoulder: Point, moving: Leg, other: Leg): [Arm, Arm] {
  const resting = restingArm(shoulder);
  if (posture.arms === 'floor') return [resting, resting];
  if (posture.arms === 'leg') {
    const held = posture.crossed ? other : moving;
    const hand = along(held.knee, directionOf(held.knee, held.hip), 0.26);
    const near = { x: hand.x + 0.04, y: hand.y - 0.08 };
    const reached = directionOf(held.hip, held.knee) > 60;
    return reached ? [armTo(shoulder, near, -1), armTo(shoulder, near, -1)] : [resting, resting];
  }
  const upper = (flex: number): Arm => arm(shoulder, shoulder.y < 0.25 && flex < 20 ? -5 : flex + 0, 0, 1);
  // With opposite limbs, the arm that moves belongs to the other side than the leg.
  const movingArm = upper(angles.shoulder_m);
  const otherArm = upper(angles.shoulder_s);
  return posture.opposite ? [otherArm, movingArm] : [movingArm, otherArm];
}

function restingArm(shoulder: Point): Arm {
  const hand: Point = { x: shoulder.x + 1.06, y: RADIUS.arm };
  return armTo(shoulder, hand, 1);
}
