/**
 * Where a muscle or a part of the body is on the resting body: soft ellipsoids placed by its joints.
 * They show where to feel or look, no more: a surface cannot show a deep muscle's shape.
 */

export type Point = readonly [x: number, y: number, z: number];
/** Rest places of the joints by bone name, metres: x to the body's left, y up, z to its front. */
export type Joints = ReadonlyMap<string, Point>;

export interface Blob {
  at: Point;
  radius: Point;
}

interface Landmarks {
  hip: Point;
  knee: Point;
  ankle: Point;
  toes: Point;
  shoulder: Point;
  elbow: Point;
  hand: Point;
  pelvis: Point;
  belly: Point;
  chest: Point;
  neck: Point;
  head: Point;
  /** 1 on a body of 1.6 m. */
  size: number;
}

const BODY_OF_SIZE_ONE_M = 1.6;
/** Head joint to the top of the head, as a share of the height. */
const ABOVE_HEAD_JOINT = 0.89;

type Place = (m: Landmarks) => [offset: Point, from: Point, radius: Point][];

const both = (place: Place): Place => (m) =>
  place(m).flatMap(([offset, from, radius]) => [
    [offset, from, radius],
    [[-offset[0], offset[1], offset[2]], [-from[0], from[1], from[2]], radius],
  ]);
const middle = (a: Point, b: Point, part: number): Point => [
  a[0] + (b[0] - a[0]) * part,
  a[1] + (b[1] - a[1]) * part,
  a[2] + (b[2] - a[2]) * part,
];

const BUTTOCK = both((m) => [[[0.005, 0.0, -0.1], m.hip, [0.1, 0.12, 0.09]]]);
const HIP_SIDE = both((m) => [[[0.085, 0.05, 0], m.hip, [0.075, 0.12, 0.12]]]);
const THIGH_BACK = both((m) => [[[0, 0, -0.07], middle(m.hip, m.knee, 0.55), [0.09, 0.2, 0.06]]]);
const THIGH_FRONT = both((m) => [[[0, 0, 0.07], middle(m.hip, m.knee, 0.5), [0.09, 0.2, 0.06]]]);
const GROIN = both((m) => [[[0, 0.03, 0.08], m.hip, [0.07, 0.11, 0.06]]]);
const CALF = both((m) => [[[0, 0.05, -0.05], middle(m.knee, m.ankle, 0.4), [0.06, 0.13, 0.05]]]);
const TUMMY: Place = (m) => [[[0, 0, 0.12], m.belly, [0.09, 0.19, 0.09]]];
const WAIST = both((m) => [[[0.12, -0.01, 0.06], m.belly, [0.06, 0.13, 0.1]]]);
const LOW_BACK: Place = (m) => [[[0, -0.03, -0.1], m.belly, [0.09, 0.11, 0.07]]];
const WHOLE_BACK: Place = (m) => [[[0, 0.09, -0.12], m.belly, [0.08, 0.27, 0.09]]];
const UPPER_BACK: Place = (m) => [[[0, 0.06, -0.13], m.chest, [0.15, 0.12, 0.08]]];
const SHOULDERS = both((m) => [[[0.02, 0, 0], m.shoulder, [0.09, 0.09, 0.1]]]);
const joint = (of: (m: Landmarks) => Point, radius: number): Place => both((m) => [[[0, 0, 0], of(m), [radius, radius, radius]]]);

/** Muscles as the exercise files' [motion] names them, and the parts that a cue may speak of. */
const PLACES: Readonly<Record<string, Place>> = {
  gluteals: BUTTOCK,
  hip_abductors: HIP_SIDE,
  hamstrings: THIGH_BACK,
  quadriceps: THIGH_FRONT,
  hip_flexors: GROIN,
  calves: CALF,
  abdominals: TUMMY,
  obliques: WAIST,
  back_extensors: WHOLE_BACK,
  upper_back: UPPER_BACK,
  shoulders: SHOULDERS,
  knee: joint((m) => m.knee, 0.085),
  hip: joint((m) => m.hip, 0.12),
  ankle: joint((m) => m.ankle, 0.075),
  foot: both((m) => [[[0, 0, 0], middle(m.ankle, m.toes, 0.6), [0.07, 0.08, 0.14]]]),
  heel: both((m) => [[[0, -0.04, -0.04], m.ankle, [0.05, 0.06, 0.06]]]),
  hand: joint((m) => m.hand, 0.12),
  elbow: joint((m) => m.elbow, 0.075),
  shoulder: SHOULDERS,
  head: (m) => [[[0, 0.07, 0.03], m.head, [0.14, 0.17, 0.16]]],
  neck: (m) => [[[0, 0.02, 0], middle(m.neck, m.head, 0.4), [0.09, 0.07, 0.09]]],
  chest: (m) => [[[0, 0, 0.1], m.chest, [0.16, 0.14, 0.1]]],
  trunk: (m) => [[[0, 0, 0], middle(m.pelvis, m.neck, 0.5), [0.26, 0.3, 0.2]]],
  back: WHOLE_BACK,
  low_back: LOW_BACK,
  tummy: TUMMY,
  pelvis: (m) => [[[0, 0.04, 0], m.pelvis, [0.22, 0.11, 0.18]]],
  thigh: both((m) => [[[0, 0, 0], middle(m.hip, m.knee, 0.5), [0.12, 0.2, 0.12]]]),
};

const OTHER = { left: 'right', right: 'left', both: 'both' } as const;

/**
 * Unknown names have no place and are left out. `side`: only this half of the body, and its middle; `knee.both` means
 * both halves and `knee.other` the other one.
 */
export function blobsOf(names: readonly string[], joints: Joints, side: 'left' | 'right' | 'both' = 'both'): Blob[] {
  const marks = landmarksOf(joints);
  if (marks === null) return [];
  return names.flatMap((said) => {
    const [name = '', which] = said.split('.');
    const place = PLACES[name];
    if (place === undefined) return [];
    const half = which === 'both' ? 'both' : which === 'other' ? OTHER[side] : side;
    const blobs = place(marks).map(([offset, from, radius]) => ({
      at: [from[0] + offset[0] * marks.size, from[1] + offset[1] * marks.size, from[2] + offset[2] * marks.size] as Point,
      radius: [radius[0] * marks.size, radius[1] * marks.size, radius[2] * marks.size] as Point,
    }));
    return blobs.filter(({ at: [x] }) => half === 'both' || x === 0 || x > 0 === (half === 'left'));
  });
}

/** The front of chest and belly, which rises with the breath. */
export function breathBlobs(joints: Joints): Blob[] {
  const marks = landmarksOf(joints);
  if (marks === null) return [];
  const { chest, belly, size } = marks;
  return [
    { at: [0, chest[1], chest[2] + 0.08 * size], radius: [0.19 * size, 0.17 * size, 0.16 * size] },
    { at: [0, belly[1], belly[2] + 0.08 * size], radius: [0.17 * size, 0.18 * size, 0.15 * size] },
  ];
}

/** 1 well inside a blob, 0 outside, soft between. */
export function nearness(blobs: readonly Blob[], x: number, y: number, z: number): number {
  let best = 0;
  for (const { at, radius } of blobs) {
    const far = Math.hypot((x - at[0]) / radius[0], (y - at[1]) / radius[1], (z - at[2]) / radius[2]);
    const part = Math.min(1, Math.max(0, (1 - far) / 0.45));
    best = Math.max(best, part * part * (3 - 2 * part));
  }
  return best;
}

function landmarksOf(joints: Joints): Landmarks | null {
  const found = (bone: string): Point | undefined => joints.get(bone);
  const [hip, knee, ankle, toes] = [found('thigh.L'), found('shank.L'), found('foot.L'), found('toes.L')];
  const [shoulder, elbow, hand] = [found('upperarm.L'), found('forearm.L'), found('hand.L')];
  const [pelvis, belly, chest] = [found('pelvis'), found('spine4'), found('spine2')];
  const [neck, head] = [found('neck'), found('head')];
  if (!hip || !knee || !ankle || !toes || !shoulder || !elbow || !hand || !pelvis || !belly || !chest || !neck || !head) return null;
  const size = head[1] / ABOVE_HEAD_JOINT / BODY_OF_SIZE_ONE_M;
  return { hip, knee, ankle, toes, shoulder, elbow, hand, pelvis, belly, chest, neck, head, size };
}
