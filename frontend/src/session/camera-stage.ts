/** The camera's part of the stage: its picture, and who leads just now. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CoachOptions } from '../coach/port';
import type { Stage } from './stage';

/** Whether the picture is shown: the camera is on, and this step is one that it can see. */
export const watching = (view: Stage): boolean => view.camera.on && view.camera.coach !== null && view.player.lead.isCoached;

/** The place of the picture; the element itself is put there after each update, so that its video never stops. */
export function cameraPicture(view: Stage): TemplateResult | null {
  const { camera, say, player } = view;
  if (!watching(view)) return null;
  if (camera.view !== null) {
    camera.view.say = say;
    camera.view.place = camera.entry(player.step?.exercise_id ?? '');
    camera.view.mirrored = camera.choice.mirrored;
    camera.view.compact = player.mode !== 'preparing';
  }
  return html`<div class="stage-picture"></div>
    <button type="button" class="picture-swap" id="swap-picture" aria-label=${say('camera_swap')} @click=${() => camera.swap()}></button>`;
}

/** Whether the person is putting the device in its place. */
export function settingUp(view: Stage): boolean {
  const { camera, player } = view;
  const exercise = player.step?.exercise_id ?? '';
  return watching(view) && player.mode === 'preparing' && camera.needsPlace(player.stepIndex, exercise);
}

/** Where to put the device for this exercise, and which camera; null where it stands well. */
export function cameraSetup(view: Stage): TemplateResult | null {
  const { camera, say, player } = view;
  if (!settingUp(view)) return null;
  return html`<coach-setup class="stage-setup" .place=${camera.entry(player.step?.exercise_id ?? '')} .say=${say} .options=${camera.options()} on
    @coach-options=${(event: CustomEvent<CoachOptions>) => camera.choose(event.detail)}
    @coach-without=${() => camera.toggle()}></coach-setup>`;
}

/** "counted by camera" or "led by time": a small word that is always true. */
export function leadWord(view: Stage): TemplateResult | null {
  const { player, say } = view;
  if (!view.camera.wanted || !player.lead.isCoached || !['get_ready', 'moving', 'holding', 'paused'].includes(player.mode)) return null;
  const { counts, sees } = player.lead;
  return html`<p class="lead-word" id="lead-word" data-lead=${counts ? 'camera' : 'timer'}>
    ${say(counts ? 'lead_camera' : 'lead_time')}${!counts && sees ? html` · ${say('lead_seen')}` : nothing}
  </p>`;
}
