/** A recorded movement: per phase the root's path and every bone's rotation, sampled at any progress. No drawing here. */

export type Place = [x: number, y: number, z: number];
type Turn = [x: number, y: number, z: number, w: number];

export interface PropOnStage {
  kind: string;
  at: Place;
  turn_deg?: number;
  size_m?: number[];
  /** What a strap or a stick goes through: places in the bones' own axes, from the joint. */
  through?: { bone: string; at: Place }[];
}

/** Directions to the camera, and the name of the best one. */
export interface ViewsOfClip {
  best: string;
  side: Place;
  front: Place;
}

/** A clip as the figures' build writes it (docs/figure.md). */
export interface ClipFile {
  schema_version: number;
  exercise: string;
  body: string;
  side: 'left' | 'right' | 'both';
  bones: string[];
  /** Bones that do not move in this exercise. */
  still?: Record<string, Turn>;
  phases: { id: string; frames: number; translation: string; rotation: string; cycle_s?: number }[];
  props?: PropOnStage[];
  highlight?: { muscles?: string[] };
  views: ViewsOfClip;
}

export interface ClipPhase {
  id: string;
  frames: number;
  /** How long one round takes of a movement that repeats itself; 0: it does not. */
  cycle_s: number;
  /** frames x 3, metres. */
  translation: Float32Array;
  /** frames x bones x 4, local unit quaternions xyzw. */
  rotation: Float32Array;
}

export interface Clip {
  side: 'left' | 'right' | 'both';
  bones: string[];
  still: [bone: string, turn: Turn][];
  phases: ClipPhase[];
  props: PropOnStage[];
  muscles: string[];
  views: ViewsOfClip;
}

export interface Pose {
  translation: Float32Array;
  /** bones x 4. */
  rotation: Float32Array;
}

/** The bone that carries the others. Its turn is in the room, every other one's in the bone before it. */
export const ROOT = 'pelvis';

export function decodeClip(file: ClipFile): Clip {
  if (file.schema_version !== 1) throw new Error(`clip ${file.exercise}: version ${file.schema_version} is not known here`);
  const phases = file.phases.map(({ id, frames, translation, rotation, cycle_s }) => {
    const path = new Float32Array(bytes(translation).buffer);
    const turns = Float32Array.from(new Int16Array(bytes(rotation).buffer), (value) => value / 32767);
    if (path.length !== frames * 3 || turns.length !== frames * file.bones.length * 4) {
      throw new Error(`clip ${file.exercise}, phase ${id}: ${frames} frames do not fit its data`);
    }
    return { id, frames, cycle_s: cycle_s ?? 0, translation: path, rotation: turns };
  });
  return {
    side: file.side,
    bones: file.bones,
    still: Object.entries(file.still ?? {}),
    phases,
    props: file.props ?? [],
    muscles: file.highlight?.muscles ?? [],
    views: file.views,
  };
}

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/**
 * The same movement on the other side: reflected in the upright plane z = 0 along the mat, so that the head stays where
 * it is. Bodies are symmetric at rest in their own plane x = 0: the left bone takes the right one's turn (x, y, z, w) as
 * (x, -y, -z, w). The root's turn leads from its own axes to the room's, so both planes meet in it: (-z, w, -x, y).
 */
export function mirrored(clip: Clip, otherBone: Readonly<Record<string, string>>): Clip {
  const other = (bone: string): string => otherBone[bone] ?? bone;
  const phases = clip.phases.map((phase) => {
    const rotation = new Float32Array(phase.rotation.length);
    for (let at = 0; at < rotation.length; at += 4) {
      const bone = clip.bones[(at / 4) % clip.bones.length] ?? '';
      rotation.set(reflected(bone, [...phase.rotation.subarray(at, at + 4)] as Turn), at);
    }
    return { ...phase, rotation, translation: phase.translation.map((value, at) => (at % 3 === 2 ? -value : value)) };
  });
  const across = ([x, y, z]: Place): Place => [x, y, -z];
  const props = clip.props.map((prop) => ({
    ...prop,
    at: across(prop.at),
    turn_deg: -(prop.turn_deg ?? 0),
    ...(prop.through === undefined ? {} : { through: prop.through.map(({ bone, at: [x, y, z] }) => ({ bone: other(bone), at: [-x, y, z] as Place })) }),
  }));
  return {
    ...clip,
    side: ({ left: 'right', right: 'left', both: 'both' } as const)[clip.side],
    bones: clip.bones.map(other),
    still: clip.still.map(([bone, turn]) => [other(bone), reflected(bone, turn)]),
    phases,
    props,
    views: { ...clip.views, side: across(clip.views.side), front: across(clip.views.front) },
  };
}

function reflected(bone: string, [x, y, z, w]: Turn): Turn {
  return bone === ROOT ? [-z, w, -x, y] : [x, -y, -z, w];
}

export function emptyPose(clip: Clip): Pose {
  return { translation: new Float32Array(3), rotation: new Float32Array(clip.bones.length * 4) };
}

/** The pose at `progress` (0 to 1) of a phase; a phase that the clip does not have shows the clip's beginning. */
export function sample(clip: Clip, phaseId: string, progress: number, into: Pose): void {
  const found = phaseOf(clip, phaseId);
  const phase = found ?? clip.phases[0];
  if (phase === undefined || phase.frames === 0) return;
  const place = (found === undefined ? 0 : Math.min(1, Math.max(0, progress))) * (phase.frames - 1);
  const first = Math.floor(place);
  const second = Math.min(phase.frames - 1, first + 1);
  const part = place - first;
  for (let at = 0; at < 3; at += 1) {
    into.translation[at] = mixed(phase.translation, first * 3 + at, second * 3 + at, part);
  }
  const width = clip.bones.length * 4;
  for (let at = 0; at < width; at += 4) turnBetween(phase.rotation, first * width + at, second * width + at, part, into.rotation, at);
}

function mixed(values: Float32Array, first: number, second: number, part: number): number {
  const from = values[first] ?? 0;
  return from + ((values[second] ?? 0) - from) * part;
}

/** Between neighbouring keys a straight line, made a unit again, is within a hundredth of a degree of the arc. */
function turnBetween(values: Float32Array, a: number, b: number, part: number, into: Float32Array, at: number): void {
  let dot = 0;
  for (let k = 0; k < 4; k += 1) dot += (values[a + k] ?? 0) * (values[b + k] ?? 0);
  const sign = dot < 0 ? -1 : 1;
  let length = 0;
  for (let k = 0; k < 4; k += 1) {
    const from = values[a + k] ?? 0;
    const value = from + (sign * (values[b + k] ?? 0) - from) * part;
    into[at + k] = value;
    length += value * value;
  }
  const scale = length > 0 ? 1 / Math.sqrt(length) : 0;
  for (let k = 0; k < 4; k += 1) into[at + k] = (into[at + k] ?? 0) * scale;
}

export function phaseOf(clip: Clip, id: string): ClipPhase | undefined {
  return clip.phases.find((phase) => phase.id === id);
}
