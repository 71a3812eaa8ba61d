/** Where the camera stands: named views of a body in any posture, and the distance at which all of the movement fits. */
import { Box3, MathUtils, type PerspectiveCamera, Spherical, Vector3 } from 'three';
import type { View } from '../figure-data';

/** Joints lie inside the body; so far does its surface reach beyond them, metres. */
const FLESH_M = 0.14;
const MARGIN = 1.04;
const UP = new Vector3(0, 1, 0);
const ELEVATION_DEG: Readonly<Record<View, number>> = { side: 9, front: 12, top: 72 };
/** A little off the axis, so that depth is seen. */
const OFF_THE_AXIS = 0.22;

/** Level directions to the camera. */
export interface Directions {
  side: Vector3;
  front: Vector3;
}

export class Framing {
  /** Turned by hand, on top of the named view. */
  readonly angles = new Spherical(1, Math.PI / 2, 0);
  private readonly aim = new Spherical(1, Math.PI / 2, 0);
  private readonly centre = new Vector3();
  private places: readonly Vector3[] = [];

  constructor(private readonly camera: PerspectiveCamera) {}

  /** Hold all of these places in the picture. */
  hold(places: readonly Vector3[]): void {
    this.places = places;
    new Box3().setFromPoints([...places]).getCenter(this.centre);
  }

  /** From above one stands where the best level view is, so that the mat lies across the picture. */
  look(view: View, best: View, directions: Directions, at_once: boolean): void {
    const level_view = view === 'top' ? best : view;
    const [main, other] = level_view === 'front' ? [directions.front, directions.side] : [directions.side, directions.front];
    const toCamera = main.clone();
    if (view !== 'top') toCamera.addScaledVector(other, OFF_THE_AXIS);
    this.aim.setFromVector3(level(toCamera));
    this.aim.phi = MathUtils.degToRad(90 - ELEVATION_DEG[view]);
    if (at_once) this.angles.copy(this.aim);
  }

  turn(around_deg: number, up_deg: number): void {
    this.aim.theta = this.angles.theta + MathUtils.degToRad(around_deg);
    this.aim.phi = MathUtils.clamp(this.angles.phi - MathUtils.degToRad(up_deg), MathUtils.degToRad(4), MathUtils.degToRad(89));
    this.angles.copy(this.aim);
  }

  /** Glide towards the view that was asked for; returns whether it is still on its way. */
  step(seconds: number): boolean {
    const part = 1 - Math.exp(-seconds * 9);
    const around = Math.atan2(Math.sin(this.aim.theta - this.angles.theta), Math.cos(this.aim.theta - this.angles.theta));
    const up = this.aim.phi - this.angles.phi;
    if (Math.abs(around) < 0.002 && Math.abs(up) < 0.002) {
      this.angles.copy(this.aim);
      return false;
    }
    this.angles.theta += around * part;
    this.angles.phi += up * part;
    return true;
  }

  place(): void {
    const { camera, centre } = this;
    const back = new Vector3().setFromSpherical(this.angles);
    const right = new Vector3().crossVectors(UP, back).normalize();
    const up = new Vector3().crossVectors(back, right);
    const high = Math.tan(MathUtils.degToRad(camera.fov / 2));
    const wide = high * camera.aspect;
    let distance = 0.5;
    const from = new Vector3();
    for (const place of this.places) {
      from.subVectors(place, centre);
      const needed = Math.max((Math.abs(from.dot(right)) + FLESH_M) / wide, (Math.abs(from.dot(up)) + FLESH_M) / high);
      distance = Math.max(distance, needed * MARGIN + from.dot(back));
    }
    camera.position.copy(centre).addScaledVector(back, distance);
    camera.lookAt(centre);
  }
}

function level(direction: Vector3): Vector3 {
  const flat = new Vector3(direction.x, 0, direction.z);
  return flat.lengthSq() < 1e-6 ? new Vector3(0, 0, 1) : flat.normalize();
}
