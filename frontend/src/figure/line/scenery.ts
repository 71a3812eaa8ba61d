/** Mat, chair, wall, water: what the figure lies, sits, leans or swims on. */
import { svg, type SVGTemplateResult } from 'lit';
import type { Pose } from './body';
import type { Posture } from './postures';
import { BICYCLE, SEAT_HIP } from './upright-poses';

const SEAT = SEAT_HIP - 0.2;

export function scenery(posture: Posture, _pose: Pose): SVGTemplateResult[] {
  const floor = posture.scenery.includes('water') ? [] : [svg`<line class="floor" x1="-9" x2="9" y1="0" y2="0"></line>`];
  return [...floor, ...posture.scenery.map((thing) => DRAWN[thing])];
}

const WHEEL = 0.52;
const { saddle, crank, bar } = BICYCLE;

const DRAWN: Record<Posture['scenery'][number], SVGTemplateResult> = {
  mat: svg`<rect class="mat" x="-2.6" y="-0.09" width="5.2" height="0.09" rx="0.045"></rect>`,
  chair: svg`<path class="thing" d="M-0.24 ${SEAT + 1.05}L-0.24 0M-0.24 ${SEAT}L0.5 ${SEAT}L0.5 0"></path>`,
  wall: svg`<line class="thing" x1="-0.52" x2="-0.52" y1="0" y2="2.9"></line>`,
  wall_behind: svg`<line class="thing" x1="-0.22" x2="-0.22" y1="0" y2="3.1"></line>`,
  support: svg`<path class="thing" d="M0.68 1.52L0.68 0M0.68 0.9L1.3 0.9L1.3 0"></path>`,
  water: svg`<path class="water" d="M-2.6 1.08q.22 .12 .43 0t.43 0 .43 0 .43 0 .43 0 .43 0 .43 0 .43 0 .43 0 .43 0 .43 0 .43 0"></path>`,
  bicycle: svg`<circle class="thing" fill="none" cx="-0.62" cy="${WHEEL}" r="${WHEEL}"></circle>
    <circle class="thing" fill="none" cx="1.28" cy="${WHEEL}" r="${WHEEL}"></circle>
    <path class="thing" d="M-0.62 ${WHEEL}L${crank.x} ${crank.y}L${saddle.x} ${saddle.y}L-0.62 ${WHEEL}M${crank.x} ${crank.y}L1.02 1.5L${saddle.x + 0.1} 1.4M1.28 ${WHEEL}L${bar.x - 0.1} ${bar.y}L${bar.x} ${bar.y}"></path>`,
};

/** How far the scenery itself reaches. */
export function extent(posture: Posture): { left: number; right: number; top: number } {
  if (posture.scenery.includes('bicycle')) return { left: -1.1, right: 1.8, top: 2.9 };
  if (posture.scenery.includes('wall')) return { left: -0.6, right: 0.9, top: 3 };
  if (posture.scenery.includes('support')) return { left: -0.6, right: 1.3, top: 2.9 };
  if (posture.scenery.includes('mat')) return { left: -0.6, right: 0.6, top: 1.3 };
  return { left: -0.8, right: 0.8, top: 1.15 };
}
