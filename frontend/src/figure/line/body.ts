/** The line figure's measures, in torso lengths (mid-shoulder to mid-hip), and plane geometry. x to the right, y up. */

export interface Point {
  x: number;
  y: number;
}

export const TORSO = 1;
export const THIGH = 0.85;
export const SHANK = 0.82;
export const FOOT = 0.27;
export const UPPER_ARM = 0.58;
export const FOREARM = 0.52;
export const NECK = 0.42;

/** Half the thickness of each part: what rests on the floor rests on this. */
export const RADIUS = { torso: 0.18, hip: 0.18, thigh: 0.12, shank: 0.085, foot: 0.055, arm: 0.07, head: 0.19 } as const;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

export const along = (from: Point, direction_deg: number, length: number): Point => ({
  x: from.x + length * Math.cos(radians(direction_deg)),
  y: from.y + length * Math.sin(radians(direction_deg)),
});

export const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

export const directionOf = (a: Point, b: Point): number => (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;

/**
 * The middle joint of two segments from `root` to `end`. bend is +1 or -1: to which side the joint goes, seen along
 * the line. Where the end is too far away the segments are straight; where it is too near they fold.
 */
export function middleJoint(root: Point, end: Point, first: number, second: number, bend: number): Point {
  const reach = Math.min(Math.max(distance(root, end), Math.abs(first - second) + 1e-6), first + second - 1e-6);
  const cosine = (first * first + reach * reach - second * second) / (2 * first * reach);
  const offset = (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
  return along(root, directionOf(root, end) + bend * offset, first);
}

/** The value in [low, high] at which a falling or rising function crosses zero. */
export function crossing(low: number, high: number, f: (value: number) => number): number {
  let a = low;
  let b = high;
  const rising = f(b) > f(a);
  for (let i = 0; i < 40; i += 1) {
    const middle = (a + b) / 2;
    if (f(middle) > 0 === rising) b = middle;
    else a = middle;
  }
  return (a + b) / 2;
}

export interface Leg {
  hip: Point;
  knee: Point;
  ankle: Point;
  toe: Point;
}

export interface Arm {
  shoulder: Point;
  elbow: Point;
  hand: Point;
}

/** Where every part is. `bow` bends the back: + rounds it away from the belly. */
export interface Pose {
  view: 'side' | 'front' | 'foot_end';
  hip: Point;
  shoulder: Point;
  head: Point;
  bow: number;
  moving: { leg: Leg; arm: Arm };
  other: { leg: Leg; arm: Arm };
}

/** The lowest point of the body, thickness included. */
export function lowest(pose: Pose): number {
  const sides = [pose.moving, pose.other];
  const parts: [Point, number][] = [
    [pose.hip, RADIUS.hip],
    [pose.shoulder, RADIUS.torso],
    [pose.head, RADIUS.head],
    ...sides.flatMap(({ leg, arm }): [Point, number][] => [
      [leg.knee, RADIUS.shank],
      [leg.ankle, RADIUS.shank],
      [leg.toe, RADIUS.foot],
      [arm.elbow, RADIUS.arm],
      [arm.hand, RADIUS.arm],
    ]),
  ];
  return Math.min(...parts.map(([point, radius]) => point.y - radius));
}

/** The pose moved by (dx, dy). */
export function moved(pose: Pose, dx: number, dy: number): Pose {
  const m = (p: Point): Point => ({ x: p.x + dx, y: p.y + dy });
  const leg = (l: Leg): Leg => ({ hip: m(l.hip), knee: m(l.knee), ankle: m(l.ankle), toe: m(l.toe) });
  const arm = (a: Arm): Arm => ({ shoulder: m(a.shoulder), elbow: m(a.elbow), hand: m(a.hand) });
  return {
    ...pose,
    hip: m(pose.hip),
    shoulder: m(pose.shoulder),
    head: m(pose.head),
    moving: { leg: leg(pose.moving.leg), arm: arm(pose.moving.arm) },
    other: { leg: leg(pose.other.leg), arm: arm(pose.other.arm) },
  };
}
