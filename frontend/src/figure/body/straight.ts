/**
 * A body that lies or kneels is laid along its mat.
 *
 * Nothing in most exercises says which way the trunk points on the floor, so the solved pose may lie a little askew.
 * Only the whole figure is turned, about where its pelvis is; no joint changes.
 */
import { type Object3D, Vector3 } from 'three';
import type { PropOnStage } from './clip';

/** With any other thing on the stage the body has to stay where that thing is. */
const TURNS_WITH: readonly string[] = ['mat', 'strap'];
/** A trunk that reaches less far along the floor stands or sits, metres. */
const LIES_FROM_M = 0.25;

/** How far the trunk points away from the mat's long side (x), radians about y; 0 for a body that stands. */
export function askew(pelvis: Vector3, neck: Vector3): number {
  const [along, across] = [neck.x - pelvis.x, neck.z - pelvis.z];
  if (Math.hypot(along, across) < LIES_FROM_M) return 0;
  const away = Math.atan2(-across, along);
  // Towards whichever end of the mat is nearer.
  return Math.abs(away) <= Math.PI / 2 ? away : away - Math.sign(away) * Math.PI;
}

/** Turns `root` so that the trunk of its body, at these places now, lies along the mat. */
export function straighten(root: Object3D, props: readonly PropOnStage[], places: { pelvis: Vector3; neck: Vector3 } | null): void {
  root.rotation.y = 0;
  root.position.set(0, 0, 0);
  if (places !== null && props.every(({ kind }) => TURNS_WITH.includes(kind))) {
    const { pelvis, neck } = places;
    root.rotation.y = -askew(pelvis, neck);
    root.position.copy(pelvis).sub(pelvis.clone().applyAxisAngle(new Vector3(0, 1, 0), root.rotation.y)).setY(0);
  }
  root.updateMatrixWorld(true);
}
