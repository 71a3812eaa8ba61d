/** A pose as shapes: far limbs first and fainter, then the trunk, then the near limbs. */
import { svg, type SVGTemplateResult } from 'lit';
import type { Angles, FigurePhase } from './angles';
import { type Arm, type Leg, type Point, type Pose, RADIUS } from './body';
import { postureOf, type Posture } from './postures';
import { poseOf } from './poses';
import { extent } from './scenery';

const n = (value: number): string => value.toFixed(3);
const at = (p: Point): string => `${n(p.x)} ${n(p.y)}`;
const path = (...points: Point[]): string => `M${points.map(at).join('L')}`;

function stroke(d: string, width: number, kind: string): SVGTemplateResult {
  return svg`<path class="outline" d=${d} stroke-width=${n(width + 0.055)}></path>
    <path class=${kind} d=${d} stroke-width=${n(width)}></path>`;
}

function limbLeg(leg: Leg, far: boolean): SVGTemplateResult {
  const thin = far ? 0.82 : 1;
  return svg`<g class=${far ? 'far' : 'near'}>
    ${stroke(path(leg.ankle, leg.toe), RADIUS.foot * 2 * thin, 'skin')}
    ${stroke(path(leg.hip, leg.knee, leg.ankle), RADIUS.shank * 2 * thin, 'trouser')}
    <path class="trouser" d=${path(leg.hip, leg.knee)} stroke-width=${n(RADIUS.thigh * 1.75 * thin)}></path>
  </g>`;
}

function limbArm(arm: Arm, far: boolean): SVGTemplateResult {
  const thin = far ? 0.82 : 1;
  return svg`<g class=${far ? 'far' : 'near'}>
    ${stroke(path(arm.elbow, arm.hand), RADIUS.arm * 1.7 * thin, 'skin')}
    ${stroke(path(arm.shoulder, arm.elbow), RADIUS.arm * 2 * thin, 'sleeve')}
  </g>`;
}

/** The trunk as a thick line that may bend: the point of control lies off the middle by `bow`. */
function trunkPath(pose: Pose): string {
  const { hip, shoulder, bow } = pose;
  const middle: Point = { x: (hip.x + shoulder.x) / 2, y: (hip.y + shoulder.y) / 2 };
  const normal: Point = { x: shoulder.y - hip.y, y: hip.x - shoulder.x };
  const control: Point = { x: middle.x + normal.x * bow * 2, y: middle.y + normal.y * bow * 2 };
  return `M${at(hip)}Q${at(control)} ${at(shoulder)}`;
}

/** movingFar: the side that moves is the far one. */
export function drawn(pose: Pose, movingFar: boolean): SVGTemplateResult {
  const near = movingFar ? pose.other : pose.moving;
  const far = movingFar ? pose.moving : pose.other;
  const equal = pose.view !== 'side';
  const head = svg`<circle class="head" cx=${n(pose.head.x)} cy=${n(pose.head.y)} r=${RADIUS.head}></circle>`;
  const trunk = stroke(trunkPath(pose), RADIUS.torso * 1.85, 'torso');
  const neck = svg`<path class="skin" d=${path(pose.shoulder, pose.head)} stroke-width="0.14"></path>`;
  if (pose.view === 'foot_end') {
    return svg`${limbArm(far.arm, false)} ${limbArm(near.arm, false)} ${head}
      <ellipse class="mat-body torso" cx="0" cy="0.26" rx="0.26" ry="0.1" stroke-width="0.2" fill="none"></ellipse>
      ${limbLeg(far.leg, false)} ${limbLeg(near.leg, false)}`;
  }
  return svg`${limbArm(far.arm, !equal)} ${limbLeg(far.leg, !equal)} ${neck} ${trunk} ${head}
    ${limbLeg(near.leg, false)} ${limbArm(near.arm, false)}`;
}

export interface Frame {
  viewBox: string;
  /** The figure turns round about this line. */
  centre_x: number;
}

/** A frame that holds every moment of the exercise, so that the picture does not jump. */
export function bounds(posture: Posture, ends: readonly Angles[], phases: readonly FigurePhase[]): Frame {
  const own = phases.flatMap((phase) => (phase.position === undefined ? [] : [postureOf('', phase.position)]));
  const poses = own.length > 0 ? own.map((p) => poseOf(p, p.base)) : posesOf(posture, ends);
  const points = poses.flatMap(pointsOf);
  const { left, right, top } = extent(own[0] ?? posture);
  const low = Math.min(left, ...points.map((p) => p.x)) - 0.3;
  const high = Math.max(right, ...points.map((p) => p.x)) + 0.3;
  const height = Math.max(top, 1.3, ...points.map((p) => p.y + 0.28));
  return { viewBox: `${n(low)} ${n(-height)} ${n(high - low)} ${n(height + 0.14)}`, centre_x: (low + high) / 2 };
}

function posesOf(posture: Posture, ends: readonly Angles[]): Pose[] {
  const all = [posture.base, ...ends];
  if (posture.cycle_s === 0) return all.map((angles) => poseOf(posture, angles));
  return [0, 0.25, 0.5, 0.75].map((turn) => poseOf(posture, posture.base, turn));
}

export function pointsOf(pose: Pose): Point[] {
  const sides = [pose.moving, pose.other];
  return [
    pose.hip,
    pose.shoulder,
    pose.head,
    ...sides.flatMap(({ leg, arm }) => [leg.knee, leg.ankle, leg.toe, arm.elbow, arm.hand]),
  ];
}
