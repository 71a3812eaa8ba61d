/** An LMK1 message as a watcher draws it. */
import { landmarksOf } from '../coach/lmk1';
import type { CoachFrame } from '../coach/port';

const MIRRORED_BIT = 0b1000;

/** Null for what is no LMK1 message. */
export function frameOf(message: ArrayBuffer): CoachFrame | null {
  if (message.byteLength < 16) return null;
  const header = new DataView(message);
  if (header.getUint32(0) !== 0x4c4d4b31) return null;
  return {
    t_s: header.getUint32(8, true) / 1000,
    width: header.getUint16(12, true),
    height: header.getUint16(14, true),
    mirrored: (header.getUint8(4) & MIRRORED_BIT) !== 0,
    landmarks: header.getUint16(6, true) === 0 ? null : landmarksOf(message),
  };
}

/** The landmarks about the hips' middle, the trunk as long as a person's: what the body needs to point its limbs. */
export function bodyOf({ landmarks, width, height }: CoachFrame): { x: number; y: number; z: number; visibility: number }[] | null {
  if (landmarks === null) return null;
  const at = (mark: number, value: number): number => landmarks[mark * 4 + value] ?? 0;
  // Depth is in the scale of the picture's width, as x is.
  const points = Array.from({ length: 33 }, (_, mark) => ({
    x: at(mark, 0) * width, y: at(mark, 1) * height, z: at(mark, 2) * width, visibility: at(mark, 3),
  }));
  const middle = (one: number, other: number, axis: 'x' | 'y' | 'z'): number => (points[one]![axis] + points[other]![axis]) / 2;
  const hips = { x: middle(23, 24, 'x'), y: middle(23, 24, 'y'), z: middle(23, 24, 'z') };
  const trunk = Math.hypot(middle(11, 12, 'x') - hips.x, middle(11, 12, 'y') - hips.y, middle(11, 12, 'z') - hips.z);
  if (!(trunk > 1)) return null;
  const scale = TRUNK_M / trunk;
  return points.map(({ x, y, z, visibility }) => ({
    x: (x - hips.x) * scale, y: (y - hips.y) * scale, z: (z - hips.z) * scale, visibility,
  }));
}

const TRUNK_M = 0.5;
