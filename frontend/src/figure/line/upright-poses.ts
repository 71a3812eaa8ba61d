/** Standing, sitting and kneeling upright, seen from the side and facing right. */
import type { Angles } from './angles';
import { along, type Arm, type Leg, middleJoint, NECK, type Point, type Pose, RADIUS, SHANK, THIGH, TORSO } from './body';
import { arm, armAt, armTo, leg, legTo } from './limbs';
import type { Posture } from './postures';

const STANDING_HIP = THIGH + SHANK + RADIUS.shank;
export const SEAT_HIP = SHANK + RADIUS.shank + 0.02;
const WALL_FOOT = 0.62;

export function uprightPose(posture: Posture, angles: Angles, turn: number): Pose {
  switch (posture.family) {
    case 'wall':
      return wallPose(angles);
    case 'seated':
      return seatedPose(posture, angles);
    case 'sit_to_stand':
      return sitToStandPose(angles);
    case 'half_kneeling':
      return halfKneelingPose(angles);
    case 'kneeling':
      return kneelingPose(angles);
    case 'bike':
      return bikePose(angles, turn);
    default:
      return posture.cycle_s > 0 && turn >= 0 ? steppingPose(posture, angles, turn) : standingPose(posture, angles);
  }
}

function body(hip: Point, trunk: number, neck: number, legs: [Leg, Leg], arms: (shoulder: Point) => [Arm, Arm]): Pose {
  const shoulder = along(hip, trunk, TORSO);
  const [movingArm, otherArm] = arms(shoulder);
  return {
    view: 'side',
    hip,
    shoulder,
    head: along(shoulder, trunk - neck + (90 - trunk) * 0.25, NECK),
    bow: 0,
    moving: { leg: legs[0], arm: movingArm },
    other: { leg: legs[1], arm: otherArm },
  };
}

const hanging = (angles: Angles): ((shoulder: Point) => [Arm, Arm]) => (shoulder) => [
  arm(shoulder, 270 + angles.shoulder_m, angles.elbow_m, 1),
  arm(shoulder, 270 + angles.shoulder_s, angles.elbow_s, 1),
];

function standingPose(posture: Posture, angles: Angles): Pose {
  const trunk = angles.trunk;
  const knee_s = angles.knee_s;
  const support = posture.planted.includes('s');
  const thigh_s = support ? 270 + knee_s / 2 : trunk + 180 + angles.hip_s;
  const supportLeg = leg({ x: 0, y: STANDING_HIP }, thigh_s, knee_s, 1);
  // The foot that carries stays where it is: the hips move over it.
  const hip: Point = { x: -supportLeg.ankle.x, y: STANDING_HIP - supportLeg.ankle.y + RADIUS.shank };
  const other = leg(hip, thigh_s, knee_s, 1);
  const moving = leg(hip, trunk + 180 + angles.hip_m, angles.knee_m, 1);
  return body(hip, trunk, angles.neck, [moving, other], (shoulder) => {
    if (posture.arms === 'hips') {
      const hand = along(hip, trunk - 20, 0.22);
      return [armTo(shoulder, hand, -1), armTo(shoulder, hand, -1)];
    }
    if (posture.arms === 'chair') {
      const hand = { x: hip.x + 0.62, y: 1.6 };
      return [armTo(shoulder, hand, -1), armTo(shoulder, hand, -1)];
    }
    return hanging(angles)(shoulder);
  });
}

function steppingPose(posture: Posture, angles: Angles, turn: number): Pose {
  return posture.family === 'march' ? marchingPose(posture, angles, turn) : walkingPose(angles, turn);
}

/** One knee up, then the other, arms swinging against them. */
function marchingPose(posture: Posture, angles: Angles, turn: number): Pose {
  const lift = Math.sin(turn * 2 * Math.PI);
  const up = 55 * Math.abs(lift);
  const stepping = standingPose(posture, { ...angles, hip_m: up, knee_m: up * 1.2, knee_s: 0 });
  const swing = (shoulder: Point, sign: number): Arm => arm(shoulder, 270 - sign * 26 * lift, 24, 1);
  const [first, second] = lift >= 0 ? [stepping.moving.leg, stepping.other.leg] : [stepping.other.leg, stepping.moving.leg];
  return {
    ...stepping,
    moving: { leg: first, arm: swing(stepping.shoulder, 1) },
    other: { leg: second, arm: swing(stepping.shoulder, -1) },
  };
}

function walkingPose(angles: Angles, turn: number): Pose {
  const swing = Math.sin(turn * 2 * Math.PI);
  const bend = (phase: number): number => 8 + 46 * Math.max(0, Math.cos((turn + phase) * 2 * Math.PI)) ** 2 * 0.8;
  const hip: Point = { x: 0, y: STANDING_HIP };
  const legs: [Leg, Leg] = [leg(hip, 270 + 24 * swing, bend(0), 1, -9), leg(hip, 270 - 24 * swing, bend(0.5), 1, -9)];
  return body(hip, 88, 0, legs, (shoulder) => [
    arm(shoulder, 270 - 24 * swing, 22 + angles.elbow_m, 1),
    arm(shoulder, 270 + 24 * swing, 22 + angles.elbow_s, 1),
  ]);
}

function wallPose(angles: Angles): Pose {
  const knee = (angles.knee_m + angles.knee_s) / 2;
  const reach_2 = THIGH ** 2 + SHANK ** 2 + 2 * THIGH * SHANK * Math.cos((knee * Math.PI) / 180);
  const hip: Point = { x: 0, y: RADIUS.shank + Math.sqrt(Math.max(0.05, reach_2 - WALL_FOOT ** 2)) };
  const ankle: Point = { x: WALL_FOOT, y: RADIUS.shank };
  const standing = legTo(hip, ankle, 1, 0);
  return body(hip, 90, angles.neck, [standing, standing], (shoulder) => [
    arm(shoulder, 272, 4, 1),
    arm(shoulder, 272, 4, 1),
  ]);
}

/** The front of the seat is at x = 0.55; feet stand on the floor or, stretched out, on the heel. */
function seatedPose(posture: Posture, angles: Angles): Pose {
  const hip: Point = { x: 0, y: SEAT_HIP };
  const standing = leg(hip, 0, 90, 1);
  let moving = standing;
  if (posture.crossed) {
    const rest = along(hip, 2, 0.72);
    moving = { hip, knee: along(hip, 24, 0.5), ankle: { x: rest.x, y: rest.y + 0.16 }, toe: { x: rest.x + 0.16, y: rest.y + 0.06 } };
  } else if (angles.knee_m < 45) {
    moving = legTo(hip, { x: 1.4, y: RADIUS.shank }, 1, 80);
  }
  return body(hip, angles.trunk, angles.neck, [moving, standing], (shoulder) => {
    const hand = along(hip, 14, 0.62);
    return [armTo(shoulder, hand, -1), armTo(shoulder, { x: hand.x + 0.05, y: hand.y }, -1)];
  });
}

/** Feet stay; shanks tip forward and the trunk leans on the way, so that the weight stays over the feet. */
function sitToStandPose(angles: Angles): Pose {
  const knee = (angles.knee_m + angles.knee_s) / 2;
  const way = Math.sin((Math.min(1, Math.max(0, (knee - 5) / 85)) * Math.PI));
  const shank = 90 - 16 * way;
  const ankle: Point = { x: 0.85, y: RADIUS.shank };
  const kneeJoint = along(ankle, shank, SHANK);
  const hip = along(kneeJoint, shank + knee, THIGH);
  const trunk = shank + knee - (angles.hip_m + angles.hip_s) / 2 - 34 * way;
  const both: Leg = { hip, knee: kneeJoint, ankle, toe: { x: ankle.x + 0.27, y: RADIUS.foot } };
  const reach = 268 + angles.shoulder_m * Math.max(way, knee > 60 ? 0.35 : 0);
  return body(hip, trunk, angles.neck, [both, both], (shoulder) => [arm(shoulder, reach, 10, 1), arm(shoulder, reach, 10, 1)]);
}

/** The moving side kneels, the other foot stands in front. */
function halfKneelingPose(angles: Angles): Pose {
  const knee: Point = { x: 0, y: RADIUS.shank };
  const thigh = angles.trunk + 180 + angles.hip_m;
  const hip = along(knee, thigh + 180, THIGH);
  const back: Leg = { hip, knee, ankle: { x: -SHANK, y: RADIUS.shank }, toe: { x: -SHANK - 0.2, y: RADIUS.foot } };
  const front = legTo(hip, { x: 0.86, y: RADIUS.shank }, 1, 0);
  return body(hip, angles.trunk, angles.neck, [back, front], (shoulder) => {
    const hand = { x: front.knee.x - 0.1, y: front.knee.y + 0.14 };
    return [armTo(shoulder, hand, -1), armTo(shoulder, hand, -1)];
  });
}

function kneelingPose(angles: Angles): Pose {
  const hip: Point = { x: 0, y: THIGH + RADIUS.shank };
  const both = leg(hip, 270, 90, 1);
  const flat: Leg = { ...both, toe: { x: both.ankle.x - 0.2, y: RADIUS.foot } };
  return body(hip, angles.trunk, angles.neck, [flat, flat], hanging(angles));
}

export const BICYCLE = { saddle: { x: 0, y: 1.72 }, crank: { x: 0.3, y: 0.52 }, bar: { x: 1.12, y: 1.92 }, radius: 0.24 };

function bikePose(angles: Angles, turn: number): Pose {
  const { saddle, crank, bar, radius } = BICYCLE;
  const hip: Point = { x: saddle.x, y: saddle.y + 0.14 };
  const pedalling = (phase: number): Leg => {
    const pedal = along(crank, -360 * (turn + phase), radius);
    const ankle: Point = { x: pedal.x - 0.08, y: pedal.y + 0.1 };
    const knee = middleJoint(hip, ankle, THIGH, SHANK, 1);
    return { hip, knee, ankle, toe: { x: pedal.x + 0.14, y: pedal.y + 0.03 } };
  };
  return body(hip, angles.trunk, 0, [pedalling(0), pedalling(0.5)], (shoulder) => [
    armTo(shoulder, bar, -1),
    armAt(shoulder, armTo(shoulder, bar, -1).elbow, bar),
  ]);
}
