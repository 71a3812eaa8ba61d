/** Arrows along the way that the parts of the body take in a phase. */
import { CatmullRomCurve3, ConeGeometry, Group, Mesh, MeshBasicMaterial, Quaternion, TubeGeometry, Vector3 } from 'three';

/** Ends of limbs, head and hips: what a person looks at. */
export const TRACED = ['foot.L', 'foot.R', 'hand.L', 'hand.R', 'head', 'pelvis', 'shank.L', 'shank.R'] as const;
const SHORTEST_M = 0.1;
const MOST_ARROWS = 2;
/** A part that moves less than this share of the one that moves most gets no arrow. */
const WORTH_SHOWING = 0.6;
const RADIUS_M = 0.013;
/** Shorter ways get a smaller head. */
const LONG_M = 0.35;
const UP = new Vector3(0, 1, 0);

export interface Trace {
  part: string;
  places: Vector3[];
}

/** The few parts that move most, farthest first, and not two of the same limb. */
export function worthAnArrow(traces: readonly Trace[]): Trace[] {
  const lengths = traces.map((trace) => ({ trace, length: lengthOf(trace.places) })).sort((a, b) => b.length - a.length);
  const most = lengths[0]?.length ?? 0;
  const kept: Trace[] = [];
  for (const { trace, length } of lengths) {
    if (length < SHORTEST_M || length < most * WORTH_SHOWING || kept.length === MOST_ARROWS) break;
    if (!kept.some((other) => limbOf(other.part) === limbOf(trace.part))) kept.push(trace);
  }
  return kept;
}

function limbOf(part: string): string {
  return part.startsWith('shank') || part.startsWith('foot') ? `leg${part.slice(-2)}` : part;
}

function lengthOf(places: readonly Vector3[]): number {
  return places.reduce((sum, place, at) => sum + (at === 0 ? 0 : place.distanceTo(places[at - 1] ?? place)), 0);
}

export function arrows(traces: readonly Trace[], colour: number): Group {
  const group = new Group();
  const material = new MeshBasicMaterial({ color: colour, transparent: true, opacity: 0.85, depthTest: false });
  for (const { places } of worthAnArrow(traces)) {
    const curve = new CatmullRomCurve3(places);
    const tube = new Mesh(new TubeGeometry(curve, 24, RADIUS_M, 8), material);
    const size = Math.min(1, curve.getLength() / LONG_M);
    const head = new Mesh(new ConeGeometry(RADIUS_M * 3.2 * size, RADIUS_M * 8 * size, 14), material);
    // The way's last part leads: movements end slowly, so the very last places say little about the direction.
    const end = curve.getPointAt(1);
    const direction = new Vector3().subVectors(end, curve.getPointAt(0.8)).normalize();
    head.position.copy(end);
    head.setRotationFromQuaternion(new Quaternion().setFromUnitVectors(UP, direction));
    for (const one of [tube, head]) {
      one.renderOrder = 2;
      group.add(one);
    }
  }
  return group;
}
