/** Everything of the camera that the session shows: loaded together, and only when the camera is turned on. */
import '../coach/coach-setup';
import { CoachView } from '../coach/coach-view';
import '../styles/coach.css';

export { createCoach } from '../coach/port';
export const createView = (): CoachView => new CoachView();
