/** Where the body is for a posture and its angles. Every pose ends with its lowest point on the floor. */
import type { Angles } from './angles';
import { along, type Arm, type Leg, lowest, moved, NECK, type Point, type Pose, TORSO } from './body';
import { frontPose } from './front-poses';
import { leg } from './limbs';
import { pronePose, quadrupedPose, sitBackPose } from './prone-poses';
import type { Posture } from './postures';
import { supinePose } from './supine-poses';
import { uprightPose } from './upright-poses';

/** turn: 0 to 1 within a cycle of walking, pedalling or swimming; negative outside one. */
export function poseOf(posture: Posture, angles: Angles, turn = -1): Pose {
  const pose = solved(posture, angles, turn);
  if (posture.family === 'swim' || posture.family === 'bike') return pose;
  return moved(pose, 0, -lowest(pose));
}

function solved(posture: Posture, angles: Angles, turn: number): Pose {
  switch (posture.family) {
    case 'supine':
      return supinePose(posture, angles);
    case 'prone':
    case 'prone_elbow':
    case 'plank':
      return pronePose(posture, angles);
    case 'quadruped':
      return quadrupedPose(posture, angles);
    case 'kneeling_flexed':
      return sitBackPose(angles);
    case 'front_standing':
    case 'side_lying':
    case 'clam':
    case 'side_plank':
    case 'side_plank_knees':
    case 'knee_rolls':
      return frontPose(posture, angles);
    case 'swim':
      return swimPose(Math.max(0, turn));
    default:
      return uprightPose(posture, angles, turn);
  }
}

/** Crawl at the surface, head to the left. */
function swimPose(turn: number): Pose {
  const hip: Point = { x: 0, y: 1 };
  const shoulder = along(hip, 176, TORSO);
  const kick = Math.sin(turn * 6 * Math.PI) * 9;
  const stroke = (phase: number): Arm => {
    const upper = 180 - 360 * ((turn + phase) % 1);
    const elbow = along(shoulder, upper, 0.55);
    return { shoulder, elbow, hand: along(elbow, upper + 20, 0.5) };
  };
  const kicking = (sign: number): Leg => leg(hip, -4 + sign * kick, 6, -1, -9);
  return {
    view: 'side',
    hip,
    shoulder,
    head: along(shoulder, 172, NECK),
    bow: 0,
    moving: { leg: kicking(1), arm: stroke(0) },
    other: { leg: kicking(-1), arm: stroke(0.5) },
  };
}
