/** Mat, chair, wall, strap, stick, bicycle, pool, path and pillow: simply drawn, placed by the clip for each body. */
import {
  BoxGeometry,
  CatmullRomCurve3,
  CylinderGeometry,
  type BufferGeometry,
  DoubleSide,
  Group,
  MathUtils,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  Quaternion,
  TorusGeometry,
  TubeGeometry,
  Vector3,
} from 'three';
import type { PropOnStage } from './clip';
import type { FigureBody } from './figure-body';

export interface Colours {
  mat: number;
  thing: number;
  water: number;
}

/** A prop that follows the body needs to be laid anew in every frame. */
export interface Laid {
  root: Group;
  follow?: (body: FigureBody) => void;
}

type Maker = (prop: PropOnStage, colours: Colours) => Laid;
const UP = new Vector3(0, 1, 0);

/** At rest a prop faces +x, where a standing person looks. null: this viewer does not know the kind. */
export function lay(prop: PropOnStage, colours: Colours): Laid | null {
  const made = MAKERS[prop.kind]?.(prop, colours);
  if (made === undefined) return null;
  if (made.follow === undefined) {
    made.root.position.set(...prop.at);
    made.root.rotation.y = MathUtils.degToRad(prop.turn_deg ?? 0);
  }
  return made;
}

const v = (x: number, y: number, z: number): Vector3 => new Vector3(x, y, z);
const group = (...meshes: Mesh[]): Group => new Group().add(...meshes);
const size = (prop: PropOnStage, at: number, otherwise: number): number => prop.size_m?.[at] ?? otherwise;

function solid(geometry: BufferGeometry, colour: number): Mesh {
  const mesh = new Mesh(geometry, new MeshLambertMaterial({ color: colour }));
  mesh.castShadow = true;
  mesh.receiveShadow = true;
  return mesh;
}

function box(size_m: [number, number, number], at: [number, number, number], colour: number): Mesh {
  const mesh = solid(new BoxGeometry(...size_m), colour);
  mesh.position.set(...at);
  return mesh;
}

function rod(from: Vector3, to: Vector3, radius: number, colour: number): Mesh {
  const mesh = solid(new CylinderGeometry(radius, radius, 1, 10), colour);
  span(mesh, from, to);
  return mesh;
}

/** Stretch a rod of length 1 between two places. */
function span(mesh: Mesh, from: Vector3, to: Vector3): void {
  const way = new Vector3().subVectors(to, from);
  mesh.position.copy(from).addScaledVector(way, 0.5);
  mesh.scale.set(1, Math.max(0.001, way.length()), 1);
  mesh.setRotationFromQuaternion(new Quaternion().setFromUnitVectors(UP, way.normalize()));
}

/** Flat on the floor, its upper face just below the body. */
const sheet: Maker = (prop, { mat }) => {
  const mesh = box([size(prop, 0, 1.9), 0.012, size(prop, 1, 0.68)], [0, -0.008, 0], mat);
  mesh.castShadow = false;
  return { root: group(mesh) };
};

const pillow: Maker = (prop, { mat }) => ({
  root: group(box([size(prop, 0, 0.35), size(prop, 2, 0.06), size(prop, 1, 0.5)], [0, size(prop, 2, 0.06) / 2, 0], mat)),
});

/** Sizes: deep, wide, height of the seat, height of the back above it. */
const chair: Maker = (prop, { thing }) => {
  const [deep, wide, seat, back] = [size(prop, 0, 0.42) / 2, size(prop, 1, 0.44) / 2, size(prop, 2, 0.44), size(prop, 3, 0.42)];
  const legs = [-wide, wide].flatMap((z) => [
    rod(v(deep - 0.02, 0, z), v(deep - 0.02, seat, z), 0.016, thing),
    rod(v(-deep, 0, z), v(-deep, seat + back, z), 0.016, thing),
  ]);
  const rest = box([0.02, back * 0.45, wide * 2], [-deep, seat + back * 0.78, 0], thing);
  return { root: group(...legs, rest, box([deep * 2, 0.025, wide * 2], [0, seat - 0.0125, 0], thing)) };
};

/** Sizes: long, high. The wall is behind its place. */
const wall: Maker = (prop, { thing }) => {
  const [long, high] = [size(prop, 0, 2.2), size(prop, 1, 2.2)];
  const face = new Mesh(
    new BoxGeometry(0.03, high, long),
    new MeshLambertMaterial({ color: thing, transparent: true, opacity: 0.35, side: DoubleSide, depthWrite: false }),
  );
  face.position.set(-0.016, high / 2, 0);
  face.receiveShadow = true;
  return { root: group(face) };
};

/** The water's surface is at its place. */
const pool: Maker = (prop, { water }) => {
  const material = new MeshBasicMaterial({ color: water, transparent: true, opacity: 0.28, depthWrite: false });
  return { root: group(new Mesh(new BoxGeometry(size(prop, 0, 3), 0.01, size(prop, 1, 1.6)), material)) };
};

/** A strap goes through its places as a line; a stick is straight from the first to the last and a little beyond. */
const STICK_BEYOND_M = 0.12;

function placesThrough(prop: PropOnStage, body: FigureBody): Vector3[] {
  return (prop.through ?? []).flatMap(({ bone, at }) => {
    const found = body.bone(bone);
    return found === undefined ? [] : [new Vector3(...at).applyMatrix4(found.matrixWorld)];
  });
}

const strap: Maker = (prop, { thing }) => {
  const mesh = solid(new CylinderGeometry(0.01, 0.01, 0.01, 6), thing);
  const follow = (body: FigureBody): void => {
    const places = placesThrough(prop, body);
    if (places.length < 2) return;
    mesh.geometry.dispose();
    mesh.geometry = new TubeGeometry(new CatmullRomCurve3(places, false, 'chordal', 0.1), 20, 0.01, 6);
  };
  return { root: group(mesh), follow };
};

const stick: Maker = (prop, { thing }) => {
  const mesh = rod(v(0, 0, 0), v(0, 1, 0), 0.013, thing);
  const follow = (body: FigureBody): void => {
    const places = placesThrough(prop, body);
    const [first, last] = [places[0], places.at(-1)];
    if (first === undefined || last === undefined || places.length < 2) return;
    const beyond = new Vector3().subVectors(last, first).setLength(STICK_BEYOND_M);
    span(mesh, first.clone().sub(beyond), last.clone().add(beyond));
  };
  return { root: group(mesh), follow };
};

/** An exercise bike; the axle of its pedals is at its place. */
const bike: Maker = (prop, { thing }) => {
  const floor = -prop.at[1];
  const saddle = size(prop, 0, 0.62);
  const wheel = solid(new TorusGeometry(0.24, 0.02, 8, 32), thing);
  wheel.position.set(0.42, floor + 0.26, 0);
  const bars: [Vector3, Vector3, number][] = [
    [v(0, 0, 0), v(-0.2, saddle, 0), 0.022],
    [v(0, 0, 0), v(0.42, floor + 0.26, 0), 0.022],
    [v(0.42, floor + 0.26, 0), v(0.32, saddle + 0.12, 0), 0.022],
    [v(0.34, saddle + 0.14, -0.22), v(0.34, saddle + 0.14, 0.22), 0.016],
    [v(-0.35, floor + 0.02, 0), v(0, 0, 0), 0.022],
    [v(-0.35, floor + 0.02, -0.25), v(-0.35, floor + 0.02, 0.25), 0.02],
    [v(0.55, floor + 0.02, -0.25), v(0.55, floor + 0.02, 0.25), 0.02],
  ];
  const seat = box([0.26, 0.05, 0.18], [-0.22, saddle, 0], thing);
  return { root: group(wheel, seat, ...bars.map(([from, to, radius]) => rod(from, to, radius, thing))) };
};

const MAKERS: Readonly<Record<string, Maker>> = { mat: sheet, path: sheet, pillow, chair, wall, pool, strap, stick, bike };
