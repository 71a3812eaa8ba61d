/** The camera: asked for in plain terms, and every way in which it can be missing told apart. */
import type { CoachState } from './port';

/** Why there is no coach, for the words beside the state. */
export type CoachTrouble =
  | ''
  | 'refused'
  | 'insecure'
  | 'not_found'
  | 'in_use'
  | 'unplugged'
  | 'no_picture'
  | 'old_browser'
  | 'not_loaded'
  | 'stopped_working'
  | 'too_slow';

export class CoachStopped extends Error {
  constructor(readonly state: CoachState, readonly trouble: CoachTrouble) {
    super(trouble);
  }
}

/** Large enough for a whole body from three metres; the landmarker looks at less. */
const WANTED: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

/** Asks for the camera. Throws CoachStopped; a person may take as long as they like to answer. */
export async function openCamera(facing: 'user' | 'environment'): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new CoachStopped('no_camera', window.isSecureContext ? 'old_browser' : 'insecure');
  try {
    return await devices.getUserMedia({ audio: false, video: { ...WANTED, facingMode: { ideal: facing } } });
  } catch (error) {
    throw fromBrowser(error);
  }
}

function fromBrowser(error: unknown): CoachStopped {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError': // refused, dismissed, or forbidden by the system
    case 'SecurityError':
      return new CoachStopped('refused', 'refused');
    case 'NotReadableError':
    case 'AbortError':
      return new CoachStopped('no_camera', 'in_use');
    default:
      return new CoachStopped('no_camera', 'not_found');
  }
}
