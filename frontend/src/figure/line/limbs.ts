/** Legs and arms by forward kinematics, and settled onto what carries them. */
import {
  along,
  type Arm,
  crossing,
  directionOf,
  FOOT,
  FOREARM,
  type Leg,
  middleJoint,
  type Point,
  RADIUS,
  SHANK,
  THIGH,
  UPPER_ARM,
} from './body';

/** `ventral`: +1 when the belly lies clockwise of the hip-to-shoulder direction, -1 when it lies the other way. */
export type Ventral = 1 | -1;

/** A leg from the direction of its thigh. The foot stands at a right angle, or flat where it meets the floor. */
export function leg(hip: Point, thigh_deg: number, knee_flex: number, ventral: Ventral, floor = 0): Leg {
  const knee = along(hip, thigh_deg, THIGH);
  const shank_deg = thigh_deg - ventral * knee_flex;
  const ankle = along(knee, shank_deg, SHANK);
  return { hip, knee, ankle, toe: toeOf(ankle, shank_deg + ventral * 78, floor) };
}

/** A leg whose foot is given. bend as for `middleJoint`. */
export function legTo(hip: Point, ankle: Point, bend: number, foot_deg: number, floor = 0): Leg {
  const knee = middleJoint(hip, ankle, THIGH, SHANK, bend);
  const end = along(knee, directionOf(knee, ankle), SHANK);
  return { hip, knee, ankle: end, toe: toeOf(end, foot_deg, floor) };
}

function toeOf(ankle: Point, foot_deg: number, floor: number): Point {
  const toe = along(ankle, foot_deg, FOOT);
  const lowest = floor + RADIUS.foot;
  return toe.y >= lowest ? toe : { x: toe.x, y: lowest };
}

/** The thigh direction near `thigh_deg` with which a leg just rests on the floor. */
export function settledThigh(hip: Point, thigh_deg: number, knee_flex: number, ventral: Ventral): number {
  const height = (direction: number): number => clearance(leg(hip, direction, knee_flex, ventral, -9));
  if (height(thigh_deg - 35) * height(thigh_deg + 35) > 0) return thigh_deg;
  return crossing(thigh_deg - 35, thigh_deg + 35, height);
}

/** Height of the leg's lowest point above the floor; negative below it. */
export function clearance(l: Leg): number {
  return Math.min(l.knee.y, l.ankle.y) - RADIUS.shank;
}

/** An arm from the direction of its upper part; the elbow bends towards the belly. */
export function arm(shoulder: Point, upper_deg: number, elbow_flex: number, ventral: Ventral): Arm {
  const elbow = along(shoulder, upper_deg, UPPER_ARM);
  return { shoulder, elbow, hand: along(elbow, upper_deg + ventral * elbow_flex, FOREARM) };
}

/** An arm whose hand is given. */
export function armTo(shoulder: Point, hand: Point, bend: number): Arm {
  const elbow = middleJoint(shoulder, hand, UPPER_ARM, FOREARM, bend);
  return { shoulder, elbow, hand: along(elbow, directionOf(elbow, hand), FOREARM) };
}

/** An arm seen foreshortened: its joints where they are given. */
export const armAt = (shoulder: Point, elbow: Point, hand: Point): Arm => ({ shoulder, elbow, hand });
