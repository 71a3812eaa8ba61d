/** The camera of this device in a session: whether it is wanted, and its parts once it was turned on. */
import { type CameraPlace, placeKey } from '../coach/place';
import type { Coach, CoachOptions, CoachUrls } from '../coach/port';
import type { CameraLead, Coached } from './camera-lead';
import type { Lead, Led } from './lead';
import type { CameraEntry, CoachPage } from './script';
import type { Say } from './texts';

/** What was chosen on this device; a camera belongs to a device, not to a person. */
export interface CameraChoice {
  on: boolean;
  mirrored: boolean;
  facing: 'user' | 'environment';
}

/** What comes with the camera's part of the page: the coach, who leads with it, and what shows what it sees. */
export interface CoachParts {
  createCoach(urls: CoachUrls): Coach;
  createView(): PictureElement;
  createLead(led: Led, say: Say, rate: number, coached: Coached): CameraLead;
  stage: typeof import('./camera-stage');
}

/** What the camera needs of the player. */
export interface Walk {
  ledBy<L extends Lead>(make: (led: Led, say: Say, rate: number) => L): L;
}

export interface Told {
  changed(): void;
  failed(): void;
  /** The camera's words are there. */
  words(texts: Record<string, string>): void;
}

export type PictureElement = HTMLElement & {
  coach: Coach | null;
  place: CameraPlace | null;
  say: Say;
  mirrored: boolean;
  compact: boolean;
};

export type LoadCoach = () => Promise<CoachParts>;

const KEY = 'steadyback.camera';
/** Defaults of ours. So long the camera's words may take to come; the session is led by time meanwhile. */
const ARRIVES_WITHIN_MS = 15_000;
/** Below this a moving figure gives way to its pictures: on the same processor, counting comes first. */
export const FIGURE_MOVES_FROM_PER_S = 10;
const UNCHOSEN: CameraChoice = { on: false, mirrored: true, facing: 'user' };

/** What was chosen before; anything odd counts as not chosen, which is without the camera. */
export function keptChoice(storage: Storage): CameraChoice {
  let kept: Partial<CameraChoice> | null;
  try {
    kept = JSON.parse(storage.getItem(KEY) ?? 'null') as Partial<CameraChoice> | null;
  } catch {
    kept = null;
  }
  const facing = kept?.facing === 'environment' ? 'environment' : UNCHOSEN.facing;
  return { on: kept?.on === true, mirrored: kept?.mirrored !== false, facing };
}

export class SessionCamera {
  choice: CameraChoice;
  coach: Coach | null = null;
  view: PictureElement | null = null;
  /** Which of figure and picture is the large one on a small screen. */
  pictureFirst = false;
  /** The person wants it, whether or not it works. */
  wanted = false;
  /** How the stage shows it, once its parts are there. */
  stage: CoachParts['stage'] | null = null;
  private lead: CameraLead | null = null;
  private page: CoachPage | null = null;
  private tooBusy = false;
  /** How often it was turned on or off: what arrives for an earlier turn is left aside. */
  private turns = 0;
  /** The step in which each place of the device was first needed. */
  private readonly places = new Map<string, number>();

  constructor(
    /** Where its own part of the session is, or null where it can see nothing of it. */
    private readonly url: string | null,
    private readonly storage: Storage,
    private readonly load: LoadCoach,
    private readonly walk: Walk,
    private readonly told: Told,
  ) {
    this.choice = keptChoice(storage);
  }

  get offered(): boolean {
    return this.url !== null;
  }

  /** On, or on its way. A camera that stopped working is off, and can be turned on again. */
  get on(): boolean {
    return this.wanted && !this.hasFailed;
  }

  private get hasFailed(): boolean {
    return this.coach !== null && !['off', 'starting', 'watching'].includes(this.coach.state);
  }

  /** Where the camera should stand for an exercise, if it can see it. */
  entry(exercise: string): CameraEntry | null {
    return this.page?.exercises[exercise] ?? null;
  }

  choose(changes: Partial<CameraChoice>): void {
    const { facing } = this.choice;
    this.choice = { ...this.choice, ...changes };
    try {
      this.storage.setItem(KEY, JSON.stringify(this.choice));
    } catch {
      // A full or forbidden store: the choice holds for this page.
    }
    if (facing !== this.choice.facing && this.coach !== null && this.on) void this.coach.start(this.options());
    this.told.changed();
  }

  /** With the first step, if the person chose so. */
  begin(): void {
    if (this.offered && this.choice.on) void this.turnOn();
  }

  toggle(): void {
    if (!this.offered) return;
    const on = this.on;
    this.choose({ on: !on });
    if (this.wanted) this.turnOff();
    if (!on) void this.turnOn();
  }

  /** Whether the device has to be put somewhere new for this step: once for each place. */
  needsPlace(step: number, exercise: string): boolean {
    const entry = this.entry(exercise);
    if (entry === null) return false;
    const place = placeKey(entry);
    const first = this.places.get(place) ?? step;
    this.places.set(place, first);
    return first === step;
  }

  swap(): void {
    this.pictureFirst = !this.pictureFirst;
    this.told.changed();
  }

  async turnOn(): Promise<void> {
    if (this.url === null || this.wanted) return;
    this.wanted = true;
    this.turns += 1;
    const turn = this.turns;
    this.told.changed();
    try {
      if (this.coach === null) {
        const [parts, page] = await Promise.all([this.load(), fetchPage(this.url)]);
        if (turn !== this.turns) return;
        this.arrived(parts, page);
      }
    } catch {
      if (turn !== this.turns) return;
      // Its parts or its words did not arrive: the session goes on by time, and says so.
      this.wanted = false;
      return this.told.failed();
    }
    if (this.coach === null || this.lead === null) return;
    this.dock(null);
    this.lead.attach(this.coach);
    void this.coach.start(this.options());
    this.told.changed();
  }

  private arrived(parts: CoachParts, page: CoachPage): void {
    this.told.words(page.texts);
    this.lead = this.walk.ledBy((led, say, rate) => parts.createLead(led, say, rate, page));
    this.view = parts.createView();
    this.coach = parts.createCoach(page.urls);
    this.view.coach = this.coach;
    this.stage = parts.stage;
    this.page = page;
  }

  /** Whether the figure should keep still: the coach sees too few pictures beside a moving one. Stays so while the camera is on. */
  get wantsStills(): boolean {
    return this.on && this.tooBusy;
  }

  /** Looks how the coach keeps up. Called now and then. */
  tick(): void {
    const per_s = this.coach?.state === 'watching' ? this.coach.frames_per_s : 0;
    if (this.tooBusy || per_s === 0 || per_s >= FIGURE_MOVES_FROM_PER_S) return; // 0: not measured yet
    this.tooBusy = true;
    this.told.changed();
  }

  /**
   * Puts the picture where it is shown, or out of sight: the video has to stay in the page, or the camera sees nothing.
   * A move makes some browsers pause it, so it is told to play on.
   */
  dock(slot: Element | null): void {
    const view = this.view;
    if (view === null) return;
    const to = this.wanted ? (slot ?? this.parked()) : null;
    if (to === null) return view.remove();
    if (view.parentElement === to) return;
    to.append(view);
    if (this.coach?.video.srcObject != null) this.coach.video.play().catch(() => undefined); // a newer move goes on
  }

  private parked(): Element {
    let park = document.getElementById('camera-park');
    if (park === null) {
      park = document.createElement('div');
      park.id = 'camera-park';
      park.setAttribute('aria-hidden', 'true');
      document.body.append(park);
    }
    return park;
  }

  /** The page goes away, or the session is over: the light goes off. */
  end(): void {
    if (this.wanted) this.turnOff();
  }

  turnOff(): void {
    this.wanted = this.tooBusy = false;
    this.turns += 1;
    this.lead?.detach();
    this.coach?.stop();
    this.dock(null);
    this.told.changed();
  }

  options(): CoachOptions {
    return { facing: this.choice.facing, mirrored: this.choice.mirrored };
  }
}

async function fetchPage(url: string): Promise<CoachPage> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ARRIVES_WITHIN_MS) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as CoachPage;
}
