import { Group, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { askew, straighten } from './straight';

const at = (x: number, z: number, y = 0.1): Vector3 => new Vector3(x, y, z);

describe('a body on its mat', () => {
  it.each([
    [at(0.5, 0), 0],
    [at(0.5, 0.1), -0.2],
    [at(-0.5, 0), 0],
    [at(-0.5, 0.1), 0.2],
    [at(0.1, 0.1, 0.6), 0],
  ])('points along it or away from it (%o)', (neck, radians) => {
    expect(askew(at(0, 0), neck)).toBeCloseTo(radians, 2);
  });

  it('is laid along it, about where its pelvis is', () => {
    const root = new Group();
    const [pelvis, neck] = [at(0.3, 0.2), at(0.8, 0.32)];
    straighten(root, [{ kind: 'mat', at: [0, 0, 0] }], { pelvis, neck });
    const seen = (place: Vector3): Vector3 => place.clone().applyMatrix4(root.matrixWorld);
    expect(seen(pelvis).distanceTo(pelvis)).toBeLessThan(1e-9);
    expect(seen(neck).z).toBeCloseTo(pelvis.z, 9);
    expect(seen(neck).x).toBeGreaterThan(pelvis.x);
  });

  it('stays where a chair or a wall is, and forgets the last movement', () => {
    const root = new Group();
    root.rotation.y = 1;
    straighten(root, [{ kind: 'mat', at: [0, 0, 0] }, { kind: 'chair', at: [0, 0, 0] }], { pelvis: at(0, 0), neck: at(0.5, 0.2) });
    expect(root.rotation.y).toBe(0);
    expect(root.position.length()).toBe(0);
  });
});
