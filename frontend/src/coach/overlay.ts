/** The skeleton over the live picture: trunk, arms and legs, and nothing of the face. */
import { VALUES_PER_LANDMARK } from './lmk1';
import type { CoachFrame } from './port';

const LINES: readonly (readonly number[])[] = [
  [11, 12, 24, 23, 11],
  [11, 13, 15],
  [12, 14, 16],
  [23, 25, 27, 31],
  [24, 26, 28, 32],
];
const JOINTS = [...new Set(LINES.flat())];
/** Guessed points are not shown. */
const LEAST_VISIBLE = 0.4;
const LINE_SHARE = 0.009;

export function drawSkeleton(canvas: HTMLCanvasElement, frame: CoachFrame): void {
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const width = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
  const height = Math.max(1, Math.round((width * frame.height) / frame.width));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  } else pen.clearRect(0, 0, width, height);
  const { landmarks } = frame;
  if (landmarks === null) return;
  const colours = getComputedStyle(canvas);
  const at = (landmark: number): [number, number] => [
    landmarks[landmark * VALUES_PER_LANDMARK]! * width,
    landmarks[landmark * VALUES_PER_LANDMARK + 1]! * height,
  ];
  const seen = (landmark: number): boolean => landmarks[landmark * VALUES_PER_LANDMARK + 3]! >= LEAST_VISIBLE;
  const thick = Math.max(3, Math.max(width, height) * LINE_SHARE);
  pen.lineCap = pen.lineJoin = 'round';
  for (const [colour, extra] of [[colours.getPropertyValue('--overlay-edge'), thick * 0.6], [colours.getPropertyValue('--overlay-line'), 0]] as const) {
    pen.strokeStyle = pen.fillStyle = colour;
    pen.lineWidth = thick + extra;
    for (const line of LINES) {
      for (let i = 1; i < line.length; i += 1) {
        if (!seen(line[i - 1]!) || !seen(line[i]!)) continue;
        pen.beginPath();
        pen.moveTo(...at(line[i - 1]!));
        pen.lineTo(...at(line[i]!));
        pen.stroke();
      }
    }
    for (const joint of JOINTS.filter(seen)) {
      pen.beginPath();
      pen.arc(...at(joint), thick + extra / 2, 0, 2 * Math.PI);
      pen.fill();
    }
  }
}

export function clearSkeleton(canvas: HTMLCanvasElement): void {
  canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
}
