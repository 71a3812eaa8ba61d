/** Is somebody else in the picture? Two poses of one body are one person. */
import type { NormalizedLandmark } from '@mediapipe/tasks-vision';

const LEFT_SHOULDER = 11;
const RIGHT_SHOULDER = 12;
const LEFT_HIP = 23;
const RIGHT_HIP = 24;

/** Two trunks closer than this share of the larger one are the same body found twice (a default). */
const SAME_BODY_TORSO = 0.5;

/** How many different bodies are among the poses. */
export function bodies(poses: readonly (readonly NormalizedLandmark[])[], width: number, height: number): number {
  const trunks = poses.map((pose) => trunk(pose, width, height));
  const different: typeof trunks = [];
  for (const one of trunks) {
    const known = different.some((other) => Math.hypot(one.x - other.x, one.y - other.y)
      < SAME_BODY_TORSO * Math.max(one.length, other.length));
    if (!known) different.push(one);
  }
  return different.length;
}

function trunk(pose: readonly NormalizedLandmark[], width: number, height: number): { x: number; y: number; length: number } {
  const middle = (a: number, b: number): [number, number] => [
    ((pose[a]!.x + pose[b]!.x) / 2) * width,
    ((pose[a]!.y + pose[b]!.y) / 2) * height,
  ];
  const [sx, sy] = middle(LEFT_SHOULDER, RIGHT_SHOULDER);
  const [hx, hy] = middle(LEFT_HIP, RIGHT_HIP);
  return { x: (sx + hx) / 2, y: (sy + hy) / 2, length: Math.hypot(sx - hx, sy - hy) };
}
