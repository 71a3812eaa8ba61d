/** Everything of the camera that a session says, shows and follows: loaded together, and only when the camera is turned on. */
import '../coach/coach-setup';
import { CoachView } from '../coach/coach-view';
import '../styles/coach.css';
import '../styles/session-camera.css';
import { CameraLead, type Coached } from './camera-lead';
import type { Led } from './lead';
import type { Say } from './texts';

export { createCoach } from '../coach/port';
export * as stage from './camera-stage';
export const createView = (): CoachView => new CoachView();
export const createLead = (led: Led, say: Say, rate: number, coached: Coached): CameraLead => new CameraLead(led, say, rate, coached);
