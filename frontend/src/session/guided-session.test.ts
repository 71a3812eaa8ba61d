import pageTexts from '../../../src/steadyback/web/session_texts.json';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import cameraTexts from '../../../src/steadyback/web/session_camera_texts.json';
import { CameraLead } from './camera-lead';
import * as stage from './camera-stage';
import { systemClock } from './clock';
import { english, FakeCoach, record, script, step } from './fixture';
import type { GuidedSession } from './guided-session';
import type { CoachPage, SessionEvent, SessionPage, SessionRecord } from './script';
import './guided-session';

let sent: SessionEvent[] = [];
let leases: { take_over: boolean }[] = [];
let leaseStatus = 200;
let leaseLost = false;
let cameraStatus = 200;

const CAMERA = '/camera/';
const coachPage: CoachPage = {
  urls: { vision: '', pyodide: '', core: '', lite: '', full: '' },
  exercises: {
    exercise_0: { view: 'side', position: 'supine', orientation: 'landscape', lens_height_cm: [30, 60], distance_m: [2, 3], held: false, cues: { foot_high: 'Put your feet down.' }, parts: { foot_high: 'foot.both' } },
  },
  remedies: {},
  texts: cameraTexts,
};
const settings = { voice_on: true, tones_on: true, voice_rate: 1, quiet_from_hour: 0, quiet_until_hour: 0 };
const urls = { session: '/s/', lease: '/lease/', events: '/events/', done: '#done', triage: '#triage', emergency: '#emergency', home: '#home' };

function pageData(from: SessionRecord, camera: string | null): SessionPage {
  return {
    session_id: 'session-1',
    script: script([step(0, { easier: step(0, { name: 'Easier one' }) }), step(1)]),
    record: from,
    lease: { holder: null, mine: false, expires_at: null },
    acknowledged: {},
    settings,
    zone: 'Europe/London',
    csrf: 'token',
    advice: { 'session.x': { title: 'Take care', lines: ['A line.'], call_emergency: false } },
    emergency_number: '112',
    texts: pageTexts,
    camera,
    urls,
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

async function mount(from: SessionRecord = record(), camera: string | null = null): Promise<GuidedSession> {
  document.body.innerHTML = '<script type="application/json" id="session-data"></script>';
  const data = document.getElementById('session-data') as HTMLElement;
  data.textContent = JSON.stringify(pageData(from, camera));
  const element = document.createElement('guided-session') as GuidedSession;
  document.body.append(element);
  await settle();
  await element.updateComplete;
  return element;
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
}

async function press(key: string): Promise<void> {
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await pass(50);
}

async function click(element: Element, selector: string): Promise<void> {
  const target = element.querySelector<HTMLElement>(selector);
  expect(target, selector).not.toBeNull();
  target?.click();
  await pass(50);
}

const kinds = (): string[] => sent.map((event) => event.kind);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sent = [];
  leases = [];
  leaseStatus = 200;
  leaseLost = false;
  cameraStatus = 200;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url === CAMERA) return new Response(JSON.stringify(coachPage), { status: cameraStatus });
    const body = JSON.parse(String(init.body));
    if (url === urls.lease) {
      leases.push(body);
      return new Response(JSON.stringify(leaseStatus === 409 ? { error: 'lease_held' } : {}), { status: leaseStatus });
    }
    const counts = (body.events as SessionEvent[]).some((event) => event.kind.startsWith('stop_'));
    if (leaseLost && !counts) return new Response(JSON.stringify({ error: 'lease_lost' }), { status: 409 });
    sent.push(...body.events);
    return new Response(JSON.stringify({ acknowledged: sent.at(-1)?.seq ?? 0, ended: null }), { status: 200 });
  });
});

afterEach(() => {
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the page', () => {
  it('makes no sound and records nothing before the person starts', async () => {
    const page = await mount();
    expect(page.querySelector('#start-sound')).not.toBeNull();
    await pass(30_000);
    expect(sent).toEqual([]);
  });

  it('is led by the keyboard alone', async () => {
    const page = await mount();
    await click(page, '#start-silent');
    await press(' ');
    expect(page.querySelector('.session-stage')?.getAttribute('data-mode')).toBe('get_ready');
    await press(' ');
    expect(page.querySelector('.session-stage')?.getAttribute('data-mode')).toBe('paused');
    await press(' ');
    await press('r');
    expect(page.querySelector('.session-stage')?.getAttribute('data-mode')).toBe('preparing');
    await press('e');
    expect(page.querySelector('h1')?.textContent).toBe('Easier one');
    await press('s');
    expect(page.querySelector('h1')?.textContent).toBe('Exercise 1');
    await press('Escape');
    expect(page.querySelector('h1')?.textContent).toBe('All stopped. What did you feel?');
    await pass(500);
    expect(kinds()).toEqual([
      'session_opened',
      'step_started',
      'paused',
      'resumed',
      'step_repeated',
      'easier_chosen',
      'step_skipped',
      'step_started',
      'stop_pressed',
    ]);
  });

  it('shows STOP on every screen of a running session, with its key', async () => {
    const page = await mount();
    await click(page, '#start-silent');
    for (const next of [' ', ' ', ' ']) {
      expect(page.querySelector('#stop')?.textContent).toMatch(/STOP\s*Esc/);
      await press(next);
    }
    await click(page, '#stop');
    expect(page.querySelectorAll('[data-answer]')).toHaveLength(8);
    expect(page.querySelector('#stop')).toBeNull();
  });

  it('asks for pain from 0 to 10 with nothing chosen beforehand', async () => {
    const page = await mount();
    await click(page, '#start-silent');
    await click(page, '#stop');
    await click(page, '[data-answer=more_pain]');
    expect(page.querySelectorAll('[data-score]')).toHaveLength(11);
    expect(page.querySelector('[aria-pressed=true], [aria-checked=true]')).toBeNull();
    await click(page, '[data-score="5"]');
    expect([...page.querySelectorAll('[data-choice]')].map((one) => one.getAttribute('data-choice'))).toEqual([
      'next_exercise',
      'easier',
      'finish_here',
    ]);
  });

  it('fills the screen with what to do in an emergency, and the number to call', async () => {
    const page = await mount();
    await click(page, '#start-silent');
    await click(page, '#stop');
    await click(page, '[data-answer=chest_faint_breathless]');
    expect(page.querySelector('#see-next')?.getAttribute('href')).toBe('#emergency');
    expect(page.querySelector('.session-stage')).toBeNull();
  });

  it('says where it will go on after a reload', async () => {
    const page = await mount(record({ step: 1, repetition: 1 }));
    expect(page.textContent).toContain('Carry on where you were');
    expect(page.textContent).toContain('Exercise 1');
  });

  it('tells when the session is open elsewhere, and takes it over when asked', async () => {
    leaseStatus = 409;
    const page = await mount();
    expect(page.querySelector('#start-silent')).toBeNull();
    await click(page, '#take-over');
    expect(leases.map((lease) => lease.take_over)).toEqual([false, true]);
  });

  it('captions what is said, politely, and stops urgently', async () => {
    const page = await mount();
    await click(page, '#start-silent');
    expect(page.querySelector('#caption')?.getAttribute('aria-live')).toBe('polite');
    await press('Escape');
    expect(page.querySelector('[role=alert]')?.textContent?.trim()).toBe('All stopped. What did you feel?');
  });
});

describe('the camera on the page', () => {
  let coach: FakeCoach;

  async function withCamera(from: SessionRecord = record()): Promise<GuidedSession> {
    coach = new FakeCoach(systemClock);
    const page = await mount(from, CAMERA);
    page.loadCoach = () =>
      Promise.resolve({
        createCoach: () => coach,
        createView: () => document.createElement('div') as never,
        createLead: (...walk) => new CameraLead(...walk),
        stage,
      });
    return page;
  }

  it('is offered on the first screen, not chosen beforehand, and starts nothing by itself', async () => {
    const page = await withCamera();
    expect(page.querySelector<HTMLInputElement>('#camera-without')?.checked).toBe(true);
    await click(page, '#start-silent');
    expect(coach.calls).toEqual([]);
    expect(page.querySelector('#camera')?.getAttribute('aria-checked')).toBe('false');
  });

  it('is not offered where there is nothing to see', async () => {
    const page = await mount();
    expect(page.querySelector('.camera-choice')).toBeNull();
    await click(page, '#start-silent');
    expect(page.querySelector('#camera')).toBeNull();
  });

  it('counts what it sees, says so, and goes off with one key', async () => {
    const page = await withCamera();
    await click(page, '#camera-with');
    await click(page, '#start-silent');
    await pass(1000);
    coach.opens();
    await press(' ');
    await pass(7000);
    expect(page.querySelector('#lead-word')?.textContent?.trim()).toBe(english.lead_camera);
    expect(page.querySelector('[data-part=number]')?.textContent).toBe('0');
    coach.sees();
    await pass(200);
    expect(page.querySelector('[data-part=number]')?.textContent).toBe('1');
    await press('c');
    expect(coach.calls.at(-1)).toBe('stop');
    expect(page.querySelector('#lead-word')).toBeNull();
    await pass(1000);
    expect(kinds()).toContain('repetition_completed');
    expect(kinds()).toContain('coaching_paused');
  });

  it('has the figure show the part of the body that a cue is about, while it is said', async () => {
    const page = await withCamera();
    const shown = (): string | null | undefined => page.querySelector('exercise-figure')?.getAttribute('highlight');
    await click(page, '#camera-with');
    await click(page, '#start-silent');
    await pass(1000);
    coach.opens();
    await press(' ');
    await pass(7000);
    expect(shown()).toBe('');
    coach.sees('both', { type: 'cue', t_s: 0, kind: 'adjust', code: 'foot_high', text: '' });
    await pass(200);
    expect(page.textContent).toContain('Put your feet down.');
    expect(shown()).toBe('foot.both');
    await pass(10_000);
    expect(shown()).toBe('');
  });

  it('asks whoever left, and shows the number after a minute without an answer', async () => {
    const page = await withCamera();
    await click(page, '#camera-with');
    await click(page, '#start-silent');
    await pass(1000);
    coach.opens();
    await press(' ');
    await pass(7000);
    coach.leaves();
    await pass(100);
    expect(page.querySelector('[role=alert]')?.textContent?.trim()).toBe(english.all_right_title);
    expect(page.querySelector('#stop')).not.toBeNull();
    await pass(61_000);
    expect(page.querySelector('#call')?.getAttribute('href')).toBe('tel:112');
    expect(page.querySelector('h1')?.textContent).toBe(english.no_answer_title);
    await click(page, '#say-felt');
    expect(page.querySelectorAll('[data-answer]')).toHaveLength(8);
    await pass(1000);
    expect(sent.filter((event) => event.kind === 'answered_all_right').map((event) => event.data['answer'])).toEqual(['none']);
  });

  it('that cannot be had says so, and the session goes on by time', async () => {
    cameraStatus = 404;
    const page = await withCamera();
    await click(page, '#camera-with');
    await click(page, '#start-silent');
    await pass(500);
    expect(page.querySelector('#caption')?.textContent).toContain(pageTexts.coach_not_loaded);
    expect(page.querySelector('#camera')?.getAttribute('aria-checked')).toBe('false');
    expect(page.querySelector('.stage-picture')).toBeNull();
    await press(' ');
    await pass(30_000);
    expect(kinds()).toContain('repetition_completed');
  });

  it('has its stage and its figure give way to it when the device is slow', async () => {
    const page = await withCamera();
    await click(page, '#camera-with');
    await click(page, '#start-silent');
    await pass(500);
    expect(page.querySelector('.stage-picture')).not.toBeNull();
    expect(page.querySelector('exercise-figure')?.hasAttribute('flat')).toBe(false);
    coach.frames_per_s = 6;
    await pass(500);
    expect(page.querySelector('exercise-figure')?.hasAttribute('flat')).toBe(true);
    await press('c');
    expect(page.querySelector('exercise-figure')?.hasAttribute('flat')).toBe(false);
  });

  it('asks again after a reload whether somebody is all right, in words that came with the page', async () => {
    const page = await mount(record({}, { status: 'paused', all_right_unanswered: true }), CAMERA);
    await click(page, '#start-silent');
    expect(page.querySelector('[role=alert]')?.textContent?.trim()).toBe(pageTexts.all_right_title);
    await click(page, '[data-answer=help]');
    expect(page.querySelector('h1')?.textContent).toBe(pageTexts.help_title);
    expect(page.querySelector('#say-felt')?.textContent).toBe(pageTexts.help_felt);
  });

  it('goes off when the session is led elsewhere', async () => {
    const page = await withCamera();
    await click(page, '#camera-with');
    await click(page, '#start-silent');
    await pass(500);
    leaseLost = true;
    await press(' ');
    await pass(30_000);
    expect(page.textContent).toContain(english.lost_title);
    expect(coach.calls.at(-1)).toBe('stop');
  });
});

describe('a session that another place took over', () => {
  it('keeps asking what was felt until that is answered, and sends it', async () => {
    const page = await mount();
    await click(page, '#start-silent');
    await press('Escape');
    leaseLost = true;
    await pass(30_000);
    expect(page.querySelector('.felt-choices')).not.toBeNull();
    await click(page, '[data-answer="break"]');
    await pass(1000);
    expect(kinds()).toContain('stop_answered');
  });

  it('says so at once when nothing is being asked', async () => {
    const page = await mount();
    await click(page, '#start-silent');
    leaseLost = true;
    await press(' ');
    await pass(30_000);
    expect(page.textContent).toContain(english.lost_title);
  });
});
