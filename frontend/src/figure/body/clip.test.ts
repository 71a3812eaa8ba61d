import { Matrix4, Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { type Clip, type ClipFile, decodeClip, emptyPose, mirrored, type Place, ROOT, sample } from './clip';

const base64 = (values: Float32Array | Int16Array): string => btoa(String.fromCharCode(...new Uint8Array(values.buffer)));
const turn = (axis: [number, number, number], deg: number): number[] =>
  new Quaternion().setFromAxisAngle(new Vector3(...axis).normalize(), (deg * Math.PI) / 180).toArray();
const packed = (...turns: number[][]): string => base64(Int16Array.from(turns.flat(), (value) => Math.round(value * 32767)));

/** A root that lies down and two thighs, of which the right one lifts by 40 degrees. */
const LYING = turn([1, 0, 0.3], -80);
const FILE: ClipFile = {
  schema_version: 1,
  exercise: 'lift',
  body: 'somebody',
  side: 'right',
  bones: [ROOT, 'thigh.L', 'thigh.R'],
  still: { 'foot.R': turn([0, 1, 0], 10) as [number, number, number, number] },
  phases: [
    {
      id: 'lift',
      frames: 2,
      translation: base64(Float32Array.of(0, 0.2, 0.1, 0.4, 0.2, 0.3)),
      rotation: packed(LYING, turn([1, 0, 0], 0), turn([1, 0, 0.4], 0), LYING, turn([1, 0, 0], 0), turn([1, 0, 0.4], 40)),
    },
    { id: 'hold', frames: 1, translation: base64(Float32Array.of(0.4, 0.2, 0.3)), rotation: packed(LYING, turn([1, 0, 0], 0), turn([1, 0, 0.4], 40)) },
  ],
  views: { best: 'side', side: [0, 0, 1], front: [1, 0, 0] },
};
const OTHER = { 'thigh.L': 'thigh.R', 'thigh.R': 'thigh.L', 'foot.L': 'foot.R', 'foot.R': 'foot.L' };

function at(clip: Clip, phase: string, progress: number): { root: number[]; turns: Map<string, Quaternion> } {
  const pose = emptyPose(clip);
  sample(clip, phase, progress, pose);
  const turns = clip.bones.map((bone, index) => [bone, new Quaternion().fromArray(pose.rotation, index * 4)] as const);
  return { root: [...pose.translation], turns: new Map(turns) };
}

describe('a clip', () => {
  const clip = decodeClip(FILE);

  it('goes from its first frame to its last', () => {
    expect(at(clip, 'lift', 0).root[0]).toBeCloseTo(0, 5);
    expect(at(clip, 'lift', 0.5).root[0]).toBeCloseTo(0.2, 5);
    expect(at(clip, 'lift', 2).root[2]).toBeCloseTo(0.3, 5);
    const half = at(clip, 'lift', 0.5).turns.get('thigh.R') as Quaternion;
    expect((half.angleTo(new Quaternion()) * 180) / Math.PI).toBeCloseTo(20, 1);
    expect(half.length()).toBeCloseTo(1, 5);
  });

  it('shows its beginning for a phase that it does not have', () => {
    expect(at(clip, 'rest', 0.9)).toEqual(at(clip, 'lift', 0));
  });

  it('says which data do not fit', () => {
    const short = { ...FILE, phases: [{ ...FILE.phases[0]!, frames: 3 }] };
    expect(() => decodeClip(short)).toThrow('clip lift, phase lift: 3 frames do not fit its data');
    expect(() => decodeClip({ ...FILE, schema_version: 2 })).toThrow('version 2');
  });
});

describe('the other side', () => {
  const clip = decodeClip(FILE);
  const left = mirrored(clip, OTHER);
  const AXIS: Place = [0.1, -0.4, 0.2];

  /** Where a place beside the end of a thigh is in the room: x is reflected in the body, z in the room. */
  const placeOf = (one: Clip, bone: string, sign: 1 | -1): Vector3 => {
    const { root, turns } = at(one, 'lift', 1);
    const thigh = new Matrix4().makeRotationFromQuaternion(turns.get(bone) as Quaternion).setPosition(sign * 0.1, -0.05, 0);
    const room = new Matrix4().makeRotationFromQuaternion(turns.get(ROOT) as Quaternion).setPosition(root[0] ?? 0, root[1] ?? 0, root[2] ?? 0);
    return new Vector3(sign * AXIS[0], AXIS[1], AXIS[2]).applyMatrix4(thigh).applyMatrix4(room);
  };

  it.each([
    ['thigh.R', 'thigh.L', -1],
    ['thigh.L', 'thigh.R', 1],
  ] as const)('is the image of %s in the plane along the mat', (bone, other, sign) => {
    const here = placeOf(clip, bone, sign);
    const there = placeOf(left, other, sign === 1 ? -1 : 1);
    expect(there.x).toBeCloseTo(here.x, 3);
    expect(there.y).toBeCloseTo(here.y, 3);
    expect(there.z).toBeCloseTo(-here.z, 3);
  });

  it('works on the other side, stands still on the other side, and is seen from the other side', () => {
    expect(left.side).toBe('left');
    expect(left.still[0]?.[0]).toBe('foot.L');
    expect(left.views.side).toEqual([0, 0, -1]);
    expect(left.views.front).toEqual([1, 0, -0]);
  });

  it('of the other side is the side itself', () => {
    const again = mirrored(left, OTHER);
    for (const [bone, found] of at(again, 'lift', 0.7).turns) {
      expect(found.angleTo(at(clip, 'lift', 0.7).turns.get(bone) as Quaternion)).toBeLessThan(0.001);
    }
  });
});
