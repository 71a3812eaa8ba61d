/** Where the body should be in the picture: one calm shape for each way of lying, kneeling, sitting and standing. */
import { svg, type TemplateResult } from 'lit';
import type { CameraPlace } from './place';

/** Limbs as lines through points, in hundredths of a square that the picture holds in its middle; then the head. */
interface Shape {
  limbs: readonly (readonly (readonly [number, number])[])[];
  head: readonly [number, number];
}

const LYING_BACK: Shape = { limbs: [[[26, 62], [54, 62], [68, 44], [76, 63], [82, 62]], [[27, 62], [48, 66]]], head: [15, 61] };
const LYING_FRONT: Shape = { limbs: [[[26, 61], [55, 61], [90, 63]], [[27, 62], [14, 66]]], head: [16, 58] };
const LYING_SIDE: Shape = { limbs: [[[26, 52], [26, 62], [54, 62], [90, 63]], [[54, 54], [90, 55]], [[26, 52], [54, 54]]], head: [15, 58] };
const ALL_FOURS: Shape = { limbs: [[[30, 42], [62, 42], [63, 66], [84, 66]], [[31, 44], [31, 66]]], head: [20, 38] };
const KNEELING: Shape = { limbs: [[[48, 26], [48, 52], [66, 53], [66, 76]], [[48, 52], [46, 76], [30, 77]], [[48, 28], [54, 48]]], head: [48, 14] };
const SITTING: Shape = { limbs: [[[44, 24], [44, 54], [64, 54], [64, 80], [72, 80]], [[44, 27], [54, 46]]], head: [45, 12] };
const STANDING_SIDE: Shape = { limbs: [[[50, 22], [50, 52], [51, 72], [50, 92], [56, 92]], [[50, 24], [53, 50]]], head: [50, 11] };
const STANDING_FRONT: Shape = {
  limbs: [[[43, 23], [45, 52], [44, 92]], [[57, 23], [55, 52], [56, 92]], [[43, 23], [57, 23]], [[43, 24], [38, 52]], [[57, 24], [62, 52]]],
  head: [50, 11],
};
const FROM_THE_FEET: Shape = { limbs: [[[42, 40], [45, 56], [44, 34], [44, 62]], [[58, 40], [55, 56], [56, 34], [56, 62]], [[42, 40], [58, 40]]], head: [50, 30] };

/** Which part of the square the picture shows: bodies near the floor fill it better than the whole square would. */
const UPRIGHT_PART = '0 4 100 92';
const LYING_PART = '0 20 100 76';

const BY_POSITION: readonly (readonly [string, Shape])[] = [
  ['supine', LYING_BACK],
  ['prone', LYING_FRONT],
  ['side_lying', LYING_SIDE],
  ['quadruped', ALL_FOURS],
  ['kneeling', ALL_FOURS],
  ['half_kneeling', KNEELING],
  ['seated', SITTING],
];

export function shapeOf(place: Pick<CameraPlace, 'view' | 'position'>): Shape {
  if (place.view === 'foot_end') return FROM_THE_FEET;
  const lying = BY_POSITION.find(([start]) => place.position.startsWith(start))?.[1];
  return lying ?? (place.view === 'front' ? STANDING_FRONT : STANDING_SIDE);
}

export function outline(place: Pick<CameraPlace, 'view' | 'position'>): TemplateResult {
  const { limbs, head } = shapeOf(place);
  const isUpright = head[1] < 20;
  const line = (points: readonly (readonly [number, number])[]): string => points.map((point) => point.join(',')).join(' ');
  return svg`<svg class="coach-outline" viewBox=${isUpright ? UPRIGHT_PART : LYING_PART} aria-hidden="true" focusable="false">
    ${limbs.map((points) => svg`<polyline class="outline-edge" points=${line(points)}></polyline>`)}
    <circle class="outline-edge" cx=${head[0]} cy=${head[1]} r="4"></circle>
    ${limbs.map((points) => svg`<polyline class="outline-body" points=${line(points)}></polyline>`)}
    <circle class="outline-body" cx=${head[0]} cy=${head[1]} r="4"></circle>
  </svg>`;
}
