/**
 * The body led by a person's landmarks: hips and shoulders turn the trunk, every limb points where the person's does.
 *
 * Turns about a limb's own length cannot be seen in landmarks and stay as at rest; hands and fingers stay straight.
 */
import { Matrix4, type Bone, Quaternion, Vector3 } from 'three';
import type { FigureBody } from './figure-body';

/** Metres from the hips' middle as BlazePose gives them: x to the picture's right, y down, z away from the camera. */
export interface Landmark {
  x: number;
  y: number;
  z: number;
  visibility?: number;
}

const NOSE = 0;
const EARS = { left: 7, right: 8 };
const SHOULDERS = { left: 11, right: 12 };
const HIPS = { left: 23, right: 24 };
const SPINE = ['spine5', 'spine4', 'spine3', 'spine2', 'spine1'];
/** Bone, the bone it points to, and the landmarks between which it lies. */
const LIMBS: readonly (readonly [bone: string, end: string, from: number, to: number])[] = [
  ['upperarm.L', 'forearm.L', 11, 13],
  ['upperarm.R', 'forearm.R', 12, 14],
  ['forearm.L', 'hand.L', 13, 15],
  ['forearm.R', 'hand.R', 14, 16],
  ['thigh.L', 'shank.L', 23, 25],
  ['thigh.R', 'shank.R', 24, 26],
  ['shank.L', 'foot.L', 25, 27],
  ['shank.R', 'foot.R', 26, 28],
  ['foot.L', 'toes.L', 29, 31],
  ['foot.R', 'toes.R', 30, 32],
];
const GROUNDED = ['pelvis', 'head', 'hand.L', 'hand.R', 'foot.L', 'foot.R', 'toes.L', 'toes.R', 'shank.L', 'shank.R', 'spine1'];
/** From the lowest joint to the floor, metres. */
const JOINT_ABOVE_FLOOR_M = 0.05;

export function drive(body: FigureBody, landmarks: readonly Landmark[]): void {
  const at = (index: number): Vector3 => {
    const mark = landmarks[index];
    if (mark === undefined) throw new Error(`landmark ${index} is missing: 33 are needed`);
    return new Vector3(mark.x, -mark.y, -mark.z);
  };
  body.reset();
  body.root.updateMatrixWorld(true);
  const up = middle(at(SHOULDERS.left), at(SHOULDERS.right)).sub(middle(at(HIPS.left), at(HIPS.right)));
  const hips = facing(at(HIPS.left).sub(at(HIPS.right)), up);
  const shoulders = facing(at(SHOULDERS.left).sub(at(SHOULDERS.right)), up);
  turnTo(body.rootOfBones, hips);
  const twist = hips.clone().invert().multiply(shoulders);
  const share = new Quaternion().slerp(twist, 1 / SPINE.length);
  for (const name of SPINE) body.bone(name)?.quaternion.multiply(share);
  body.root.updateMatrixWorld(true);
  for (const [name, end, from, to] of LIMBS) aim(body, name, end, at(to).sub(at(from)));
  const ears = at(EARS.left).sub(at(EARS.right));
  const nose = at(NOSE).sub(middle(at(EARS.left), at(EARS.right)));
  const head = body.bone('head');
  if (head !== undefined) turnTo(head, facing(ears, new Vector3().crossVectors(nose, ears)));
  stand(body);
}

function middle(a: Vector3, b: Vector3): Vector3 {
  return a.clone().add(b).multiplyScalar(0.5);
}

/** The turn that takes x to the left, y up. */
function facing(left: Vector3, up: Vector3): Quaternion {
  const x = left.clone().normalize();
  const z = new Vector3().crossVectors(x, up).normalize();
  const y = new Vector3().crossVectors(z, x);
  return new Quaternion().setFromRotationMatrix(new Matrix4().makeBasis(x, y, z));
}

/** Give a bone a turn in the world; at rest every bone's axes are the world's. */
function turnTo(bone: Bone, world: Quaternion): void {
  const parent = bone.parent?.getWorldQuaternion(new Quaternion()) ?? new Quaternion();
  bone.quaternion.copy(parent.invert().multiply(world));
  bone.updateMatrixWorld(true);
}

/** The shortest turn that points the bone along `direction`. */
function aim(body: FigureBody, name: string, end: string, direction: Vector3): void {
  const bone = body.bone(name);
  const from = new Vector3();
  const to = new Vector3();
  if (bone === undefined || !body.place(name, from) || !body.place(end, to) || direction.lengthSq() < 1e-8) return;
  const turn = new Quaternion().setFromUnitVectors(to.sub(from).normalize(), direction.clone().normalize());
  turnTo(bone, turn.multiply(bone.getWorldQuaternion(new Quaternion())));
}

/** Put the lowest joint on the floor. */
function stand(body: FigureBody): void {
  const place = new Vector3();
  let lowest = Infinity;
  for (const name of GROUNDED) if (body.place(name, place)) lowest = Math.min(lowest, place.y);
  body.rootOfBones.position.y += JOINT_ABOVE_FLOOR_M - lowest;
  body.root.updateMatrixWorld(true);
}
