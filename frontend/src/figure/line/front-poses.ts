/** What is seen from the front or from the feet. Limbs that point at the viewer are foreshortened. */
import type { Angles } from './angles';
import { along, type Arm, directionOf, FOREARM, type Leg, NECK, type Point, type Pose, RADIUS, SHANK, THIGH, TORSO, UPPER_ARM } from './body';
import { armAt, armTo } from './limbs';
import type { Posture } from './postures';

const HALF_PELVIS = 0.15;
const HALF_SHOULDERS = 0.27;

export function frontPose(posture: Posture, angles: Angles): Pose {
  switch (posture.family) {
    case 'front_standing':
      return standingPose(angles);
    case 'clam':
      return sideLyingPose(angles, true);
    case 'side_plank':
      return sidePlankPose(angles, THIGH + SHANK);
    case 'side_plank_knees':
      return sidePlankPose(angles, THIGH);
    case 'knee_rolls':
      return kneeRollsPose(angles);
    default:
      return sideLyingPose(angles, false);
  }
}

/** As in a mirror: the moving side is drawn on the right. */
function standingPose(angles: Angles): Pose {
  const hip: Point = { x: 0, y: THIGH + SHANK + RADIUS.shank };
  const shoulder = along(hip, 90, TORSO);
  const straight = (side: number, abducted: number): Leg => {
    const top: Point = { x: hip.x + side * HALF_PELVIS, y: hip.y - 0.04 };
    const direction = 270 + side * abducted;
    const knee = along(top, direction, THIGH - 0.04);
    const ankle = along(knee, direction, SHANK);
    return { hip: top, knee, ankle, toe: { x: ankle.x + side * 0.09, y: Math.max(RADIUS.foot, ankle.y - 0.06) } };
  };
  const onHip = (side: number): Arm => {
    const top: Point = { x: shoulder.x + side * HALF_SHOULDERS, y: shoulder.y - 0.04 };
    return armTo(top, { x: hip.x + side * 0.26, y: hip.y + 0.12 }, side);
  };
  return {
    view: 'front',
    hip,
    shoulder,
    head: along(shoulder, 90, NECK + 0.03),
    bow: 0,
    moving: { leg: straight(1, angles.hip_abd), arm: onHip(1) },
    other: { leg: straight(-1, 2), arm: onHip(-1) },
  };
}

/** Head to the left, facing the viewer; the moving leg is the upper one. */
function sideLyingPose(angles: Angles, clam: boolean): Pose {
  const hip: Point = { x: 0, y: 0.27 };
  const shoulder: Point = { x: -TORSO, y: 0.3 };
  const upper: Point = { x: 0, y: 0.34 };
  const lower: Point = { x: 0, y: RADIUS.shank + 0.03 };
  const moving = clam ? clamLeg(upper, angles.knee_open) : legAt(upper, angles.hip_abd);
  const other = clam ? clamLeg(lower, 0) : legAt(lower, 0);
  const pillow: Point = { x: shoulder.x - 0.42, y: RADIUS.arm };
  return {
    view: 'front',
    hip,
    shoulder,
    head: { x: shoulder.x - NECK, y: 0.36 },
    bow: 0,
    moving: { leg: moving, arm: armAt(shoulder, { x: shoulder.x + 0.3, y: 0.26 }, { x: shoulder.x + 0.46, y: RADIUS.arm }) },
    other: { leg: other, arm: armAt(shoulder, pillow, { x: pillow.x - 0.42, y: RADIUS.arm }) },
  };
}

function legAt(hip: Point, raised_deg: number): Leg {
  const direction = raised_deg - (raised_deg < 1 ? 3 : 0);
  const floor = (p: Point): Point => ({ x: p.x, y: Math.max(p.y, RADIUS.shank) });
  const knee = floor(along(hip, direction, THIGH));
  const ankle = floor(along(knee, direction, SHANK));
  return { hip, knee, ankle, toe: { x: ankle.x + 0.1, y: Math.max(RADIUS.foot, ankle.y - 0.04) } };
}

/** Knees bent towards the viewer: thigh and shank look short; the feet stay together. */
function clamLeg(hip: Point, open_deg: number): Leg {
  const rise = THIGH * Math.sin((open_deg * Math.PI) / 180);
  const knee: Point = { x: hip.x + 0.5, y: Math.max(RADIUS.shank, hip.y - 0.06) + rise };
  const ankle: Point = { x: hip.x + 0.98, y: Math.max(RADIUS.shank, hip.y - 0.14) };
  return { hip, knee, ankle, toe: { x: ankle.x + 0.16, y: ankle.y } };
}

/** On the elbow: shoulder over it, hips rise until shoulder, hip and knee or ankle make one line. */
function sidePlankPose(angles: Angles, length: number): Pose {
  const shoulder: Point = { x: -TORSO, y: UPPER_ARM + RADIUS.arm };
  const bend = Math.min(0, angles.body_line);
  const span = Math.sqrt(TORSO ** 2 + length ** 2 + 2 * TORSO * length * Math.cos((bend * Math.PI) / 180));
  const end: Point = { x: shoulder.x + Math.sqrt(span ** 2 - (shoulder.y - RADIUS.shank) ** 2), y: RADIUS.shank };
  const cosine = (TORSO ** 2 + span ** 2 - length ** 2) / (2 * TORSO * span);
  const hip = along(shoulder, directionOf(shoulder, end) - (Math.acos(Math.min(1, cosine)) * 180) / Math.PI, TORSO);
  hip.y = Math.max(hip.y, RADIUS.hip);
  const line = directionOf(hip, end);
  const knee = length > THIGH ? along(hip, line, THIGH) : end;
  // On the knees, the shanks point away from the viewer.
  const ankle = length > THIGH ? end : { x: end.x + 0.3, y: RADIUS.shank };
  const both: Leg = { hip, knee, ankle, toe: { x: ankle.x + 0.12, y: RADIUS.foot + 0.02 } };
  const elbow: Point = { x: shoulder.x, y: RADIUS.arm };
  return {
    view: 'front',
    hip,
    shoulder,
    head: along(shoulder, directionOf(hip, shoulder), NECK),
    bow: 0,
    moving: { leg: both, arm: armTo(shoulder, along(hip, directionOf(hip, shoulder), 0.15), 1) },
    other: { leg: both, arm: armAt(shoulder, elbow, { x: elbow.x + FOREARM * 0.5, y: RADIUS.arm }) },
  };
}

/** From the feet: knees together roll to one side, shoulders stay down. */
function kneeRollsPose(angles: Angles): Pose {
  const hip: Point = { x: 0, y: 0.2 };
  const shoulder: Point = { x: 0, y: 0.34 };
  const bent = (side: number): Leg => {
    const ankle: Point = { x: side * 0.13, y: RADIUS.shank };
    const knee = along(ankle, 90 - angles.knee_roll - side * 2, SHANK);
    return { hip: { x: side * HALF_PELVIS, y: 0.22 }, knee, ankle, toe: { x: ankle.x + side * 0.06, y: RADIUS.foot } };
  };
  const spread = (side: number): Arm => {
    const top: Point = { x: side * HALF_SHOULDERS, y: 0.24 };
    return armAt(top, { x: side * 0.8, y: 0.1 }, { x: side * 1.28, y: RADIUS.arm });
  };
  return {
    view: 'foot_end',
    hip,
    shoulder,
    head: { x: 0, y: 0.44 },
    bow: 0,
    moving: { leg: bent(1), arm: spread(1) },
    other: { leg: bent(-1), arm: spread(-1) },
  };
}
