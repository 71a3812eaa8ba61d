import { Bone, Group, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { drive, type Landmark } from './drive';
import type { FigureBody } from './figure-body';

/** The bones of a resting body without its surface: enough to be led. */
const REST: readonly [name: string, parent: string, x: number, y: number, z: number][] = [
  ['pelvis', '', 0, 0.87, 0],
  ...['spine5', 'spine4', 'spine3', 'spine2', 'spine1'].map(
    (name, at) => [name, at === 0 ? 'pelvis' : `spine${6 - at}`, 0, 0.95 + at * 0.08, 0] as [string, string, number, number, number],
  ),
  ['head', 'spine1', 0, 1.43, 0],
  ...(['L', 'R'] as const).flatMap((side) => {
    const x = side === 'L' ? 1 : -1;
    return [
      [`upperarm.${side}`, 'spine1', x * 0.17, 1.3, 0],
      [`forearm.${side}`, `upperarm.${side}`, x * 0.32, 1.1, 0],
      [`hand.${side}`, `forearm.${side}`, x * 0.45, 0.92, 0],
      [`thigh.${side}`, 'pelvis', x * 0.09, 0.82, 0],
      [`shank.${side}`, `thigh.${side}`, x * 0.1, 0.45, 0],
      [`foot.${side}`, `shank.${side}`, x * 0.1, 0.07, 0],
      [`toes.${side}`, `foot.${side}`, x * 0.1, 0.02, 0.12],
    ] as [string, string, number, number, number][];
  }),
];

function skeleton(): FigureBody {
  const bones = new Map<string, Bone>();
  const rest = new Map<Bone, Vector3>();
  const root = new Group();
  for (const [name, parent, x, y, z] of REST) {
    const bone = new Bone();
    const from = REST.find(([one]) => one === parent);
    bone.position.set(x - (from?.[2] ?? 0), y - (from?.[3] ?? 0), z - (from?.[4] ?? 0));
    rest.set(bone, bone.position.clone());
    bones.set(name, bone);
    (bones.get(parent) ?? root).add(bone);
  }
  root.updateMatrixWorld(true);
  const led = {
    root,
    rootOfBones: bones.get('pelvis'),
    bone: (name: string) => bones.get(name),
    place: (name: string, into: Vector3) => bones.has(name) && into.setFromMatrixPosition((bones.get(name) as Bone).matrixWorld) === into,
    reset: () => rest.forEach((place, bone) => bone.position.copy(place) && bone.quaternion.identity()),
  };
  return led as unknown as FigureBody;
}

const NAMES: Record<number, Vector3> = {
  0: new Vector3(0, 1.5, 0.1), 7: new Vector3(0.07, 1.5, 0), 8: new Vector3(-0.07, 1.5, 0),
  11: new Vector3(0.17, 1.3, 0), 12: new Vector3(-0.17, 1.3, 0), 13: new Vector3(0.2, 1.0, 0), 14: new Vector3(-0.2, 1.0, 0),
  15: new Vector3(0.22, 0.8, 0.2), 16: new Vector3(-0.22, 0.75, 0), 23: new Vector3(0.09, 0.82, 0), 24: new Vector3(-0.09, 0.82, 0),
  25: new Vector3(0.1, 0.7, 0.35), 26: new Vector3(-0.1, 0.45, 0), 27: new Vector3(0.1, 0.35, 0.3), 28: new Vector3(-0.1, 0.07, 0),
  29: new Vector3(0.1, 0.3, 0.28), 30: new Vector3(-0.1, 0.03, -0.05), 31: new Vector3(0.1, 0.28, 0.42), 32: new Vector3(-0.1, 0.01, 0.12),
};

/** A standing person with the left knee lifted, turned about the upright axis and as BlazePose writes it. */
function person(turned_deg: number): Landmark[] {
  return Array.from({ length: 33 }, (_, index) => {
    const place = (NAMES[index] ?? new Vector3()).clone().applyAxisAngle(new Vector3(0, 1, 0), (turned_deg * Math.PI) / 180);
    return { x: place.x, y: -place.y, z: -place.z };
  });
}

const LIMBS = [['thigh.L', 'shank.L', 23, 25], ['shank.L', 'foot.L', 25, 27], ['thigh.R', 'shank.R', 24, 26], ['upperarm.L', 'forearm.L', 11, 13], ['forearm.L', 'hand.L', 13, 15], ['foot.R', 'toes.R', 30, 32]] as const;

describe('a body led by landmarks', () => {
  it.each([0, 70, 180])('points every limb where the person does, turned by %i degrees', (turned_deg) => {
    const body = skeleton();
    const marks = person(turned_deg);
    drive(body, person(-30));
    drive(body, marks);
    for (const [bone, end, from, to] of LIMBS) {
      const [a, b] = [new Vector3(), new Vector3()];
      body.place(bone, a);
      body.place(end, b);
      const wanted = new Vector3((marks[to]?.x ?? 0) - (marks[from]?.x ?? 0), (marks[from]?.y ?? 0) - (marks[to]?.y ?? 0), (marks[from]?.z ?? 0) - (marks[to]?.z ?? 0));
      expect((b.sub(a).angleTo(wanted) * 180) / Math.PI, bone).toBeLessThan(0.5);
    }
  });

  it('stands on the floor', () => {
    const body = skeleton();
    drive(body, person(0));
    const place = new Vector3();
    body.place('toes.R', place);
    expect(place.y).toBeGreaterThan(0);
    expect(place.y).toBeLessThan(0.06);
  });

  it('asks for all landmarks', () => {
    expect(() => drive(skeleton(), person(0).slice(0, 20))).toThrow('33 are needed');
  });
});
