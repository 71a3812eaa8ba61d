/** The stage: one body, its mat and light, drawn on a canvas whenever something has changed. */
import {
  Box3,
  DirectionalLight,
  Group,
  HemisphereLight,
  Mesh,
  MeshLambertMaterial,
  PCFShadowMap,
  PerspectiveCamera,
  PlaneGeometry,
  Scene,
  ShadowMaterial,
  Vector3,
  WebGLRenderer,
} from 'three';
import type { FigureAssets } from '../figure-assets';
import type { Side, View } from '../figure-data';
import { arrows, TRACED, type Trace } from './arrows';
import { type Clip, emptyPose, phaseOf, type Pose, sample } from './clip';
import { drive, type Landmark } from './drive';
import { disposeTree, FigureBody } from './figure-body';
import { bodyFile, clipFor } from './files';
import { type Directions, Framing } from './framing';
import { type Manner, Pace } from './pace';
import { type Colours, type Laid, lay } from './props';
import { straighten } from './straight';

export interface Moment {
  phase: string;
  progress: number;
  breathing: string;
  playing: boolean;
}

export interface Wanted {
  clip: string;
  body: string;
  side: Side;
  /** Left and right take turns: the figure stays where it is and the far side moves, instead of turning round. */
  stays: boolean;
}

const CALM_BREATH_S = 4.5;
/** What was held up is not made up for at once, seconds. */
const LONGEST_STEP_S = 0.25;
const CROWN_M = 0.1;
const ARROW = { light: 0x0e7c86, dark: 0x63c3cb };

export class Stage {
  readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(24, 1, 0.1, 60);
  private readonly framing = new Framing(this.camera);
  private readonly light = new DirectionalLight(0xfff4e6, 1.65);
  private readonly sky = new HemisphereLight(0xffffff, 0xb4bcbe, 1.9);
  private readonly floor = new Mesh(new PlaneGeometry(12, 12), new ShadowMaterial({ opacity: 0.2 }));
  private things = new Group();
  private followers: NonNullable<Laid['follow']>[] = [];
  private arrowGroup: Group | null = null;
  private body: FigureBody | null = null;
  private bodyId = '';
  private clip: Clip | null = null;
  private pose: Pose | null = null;
  private directions: Directions | null = null;
  private moment: Moment = { phase: '', progress: 0, breathing: 'normal', playing: false };
  private view: View | '' = '';
  private named: readonly string[] = [];
  private driven: readonly Landmark[] | null = null;
  private clock_s = 0;
  private readonly pace: Pace;
  private turnShown = 0;
  private dark = false;
  private showArrows = true;

  /** Throws where the browser has no WebGL. */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly assets: FigureAssets,
    manner: Manner,
  ) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true, powerPreference: 'low-power' });
    this.renderer.shadowMap.type = PCFShadowMap;
    this.floor.rotation.x = -Math.PI / 2;
    this.floor.receiveShadow = true;
    this.light.castShadow = true;
    this.light.shadow.mapSize.set(1024, 1024);
    this.light.shadow.normalBias = 0.012;
    this.light.shadow.bias = -0.0004;
    this.light.shadow.radius = 4;
    const reach = this.light.shadow.camera;
    Object.assign(reach, { left: -1.7, right: 1.7, top: 1.7, bottom: -1.7, near: 0.5, far: 7 });
    this.scene.add(this.sky, this.light, this.light.target, this.floor, this.things);
    this.pace = new Pace(manner, (seconds) => this.frame(seconds), () => this.applyQuality());
    this.applyQuality();
  }

  /** From here few pixels and few frames. */
  spare(): void {
    this.pace.spare();
  }

  /** Show another exercise, body or side. Whoever asks last wins. */
  async show(wanted: Wanted): Promise<void> {
    this.turnShown += 1;
    const mine = this.turnShown;
    const file = wanted.body === this.bodyId ? null : bodyFile(this.assets, wanted.body);
    const clip = await clipFor(this.assets, wanted.clip, wanted.body, wanted.side);
    const seen = wanted.stays ? (await clipFor(this.assets, wanted.clip, wanted.body, '')).views : clip.views;
    const body = file === null ? null : await FigureBody.load(await file);
    if (mine !== this.turnShown) {
      body?.dispose();
      return;
    }
    if (body !== null) this.changeBody(body, wanted.body);
    this.changeClip({ ...clip, views: seen });
  }

  set(moment: Moment): void {
    const otherPhase = moment.phase !== this.moment.phase;
    if (moment.playing !== this.moment.playing) this.pace.forget();
    this.moment = moment;
    if (this.driven !== null) this.undrive();
    if (otherPhase) this.layArrows();
    this.draw();
  }

  /** The same body, led by a person's 33 landmarks (metres, as BlazePose's world landmarks). */
  drive(landmarks: readonly Landmark[]): void {
    if (this.driven === null && this.body !== null) straighten(this.body.root, [], null);
    this.driven = landmarks;
    this.clearArrows();
    this.draw();
  }

  private undrive(): void {
    this.driven = null;
    this.body?.reset();
    if (this.clip !== null && this.body !== null) {
      this.body.holdStill(this.clip);
      this.straighten(this.clip, this.body);
    }
    this.layArrows();
  }

  look(view: View | ''): void {
    this.view = view;
    if (this.directions === null) return;
    this.framing.look(view === '' ? this.best : view, this.best, this.directions, false);
    this.draw();
  }

  turn(around_deg: number, up_deg: number): void {
    this.framing.turn(around_deg, up_deg);
    this.draw();
  }

  /** Muscles or parts by name; none: what the movement itself names. */
  highlight(names: readonly string[]): void {
    this.named = names;
    this.glow();
    this.draw();
  }

  arrows(shown: boolean): void {
    this.showArrows = shown;
    this.layArrows();
    this.draw();
  }

  inTheDark(dark: boolean, colours: Colours): void {
    this.dark = dark;
    this.body?.inTheDark(dark);
    this.floor.material.opacity = dark ? 0.4 : 0.14;
    this.colours = colours;
    if (this.clip !== null) this.layThings(this.clip);
    this.layArrows();
    this.draw();
  }

  resize(width: number, height: number): void {
    if (width < 1 || height < 1) return;
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.draw();
  }

  /** Where the view stands when nobody has turned it. */
  get best(): View {
    const best = this.clip?.views.best;
    return best === 'front' || best === 'top' ? best : 'side';
  }

  get azimuth_deg(): number {
    return (this.framing.angles.theta * 180) / Math.PI;
  }

  /** Place of a joint now, metres; for tests and overlays. */
  joint(name: string): [number, number, number] | null {
    const place = new Vector3();
    return this.body?.place(name, place) === true ? place.toArray() : null;
  }

  get ready(): boolean {
    return this.body !== null && this.clip !== null;
  }

  /** What the graphics driver has to prepare before the first frame. */
  async prepare(): Promise<void> {
    await this.renderer.compileAsync(this.scene, this.camera);
  }

  /** Draw one frame now and wait until it is done. Returns the seconds it took. */
  drawNow(): number {
    const began = performance.now();
    this.pace.frame(began);
    const gl = this.renderer.getContext();
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    return (performance.now() - began) / 1000;
  }

  draw(): void {
    this.pace.ask();
  }

  dispose(): void {
    this.turnShown += 1;
    this.pace.end();
    this.clearArrows();
    disposeTree(this.things);
    this.body?.dispose();
    this.body = null;
    this.floor.geometry.dispose();
    this.floor.material.dispose();
    this.light.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }

  private colours: Colours = { mat: 0xcfe3da, thing: 0x8c95a4, water: 0x2f9aa5 };

  private frame(gap_s: number): void {
    const seconds = Math.min(LONGEST_STEP_S, gap_s);
    if (!this.ready || this.renderer.getContext().isContextLost()) return;
    if (this.moment.playing) this.clock_s += seconds;
    this.takePose();
    const gliding = this.framing.step(seconds);
    this.framing.place();
    this.renderer.render(this.scene, this.camera);
    if (this.moment.playing || gliding) {
      this.draw();
      this.pace.judge();
    }
  }

  private takePose(): void {
    const { body, clip, pose, moment } = this;
    if (body === null || clip === null || pose === null) return;
    if (this.driven !== null) {
      drive(body, this.driven);
    } else {
      const cycle_s = phaseOf(clip, moment.phase)?.cycle_s ?? 0;
      const progress = cycle_s > 0 ? (this.clock_s / cycle_s) % 1 : moment.progress;
      sample(clip, moment.phase, progress, pose);
      body.take(clip, pose);
      body.breath = this.breathNow();
    }
    for (const follow of this.followers) follow(body);
  }

  private breathNow(): number {
    const { breathing, progress, playing } = this.moment;
    if (breathing === 'inhale') return smooth(progress);
    if (breathing === 'exhale') return 1 - smooth(progress);
    return playing ? 0.5 - 0.5 * Math.cos((this.clock_s / CALM_BREATH_S) * 2 * Math.PI) : 0.3;
  }

  private changeBody(body: FigureBody, id: string): void {
    this.body?.dispose();
    this.body = body;
    this.bodyId = id;
    this.scene.add(body.root);
    body.inTheDark(this.dark);
  }

  private changeClip(clip: Clip): void {
    const { body } = this;
    if (body === null) return;
    const first = this.clip === null;
    this.clip = clip;
    this.pose = emptyPose(clip);
    body.reset();
    body.holdStill(clip);
    this.straighten(clip, body);
    this.framing.hold(this.reach(clip, body));
    const directions = { side: new Vector3(...clip.views.side), front: new Vector3(...clip.views.front) };
    this.directions = directions;
    // From the viewer's side and a little off it, so that what is looked at is lit.
    const [near, off] = this.best === 'front' ? [directions.front, directions.side] : [directions.side, directions.front];
    this.light.position.copy(this.light.target.position).add(near.clone().addScaledVector(off, 0.6).setY(2.6));
    this.framing.look(this.view === '' ? this.best : this.view, this.best, directions, first);
    this.glow();
    this.layThings(clip);
    this.layArrows();
    this.draw();
  }

  /** Every place that a joint comes to during the movement; light and shadow stand around their middle. */
  private reach(clip: Clip, body: FigureBody): Vector3[] {
    const places: Vector3[] = [];
    for (const { id } of clip.phases) {
      for (const progress of [0, 0.5, 1]) {
        this.hold(clip, body, id, progress);
        for (const name of body.boneNames) {
          const place = new Vector3();
          if (body.place(name, place)) places.push(place);
        }
        places.push(crownOf(body));
      }
    }
    const centre = new Box3().setFromPoints(places).getCenter(new Vector3());
    this.light.target.position.set(centre.x, 0, centre.z);
    return places;
  }

  private straighten(clip: Clip, body: FigureBody): void {
    straighten(body.root, clip.props, null);
    const first = clip.phases[0];
    if (first === undefined) return;
    this.hold(clip, body, first.id, 1);
    const [pelvis, neck] = [new Vector3(), new Vector3()];
    if (body.place('pelvis', pelvis) && body.place('neck', neck)) straighten(body.root, clip.props, { pelvis, neck });
  }

  private hold(clip: Clip, body: FigureBody, phase: string, progress: number): void {
    const pose = this.pose ?? emptyPose(clip);
    sample(clip, phase, progress, pose);
    body.take(clip, pose);
  }

  private glow(): void {
    this.body?.highlight(this.named.length > 0 ? this.named : (this.clip?.muscles ?? []), this.clip?.side ?? 'both');
  }

  private layThings(clip: Clip): void {
    disposeTree(this.things);
    const laid = clip.props.flatMap((prop) => lay(prop, this.colours) ?? []);
    this.things = new Group();
    for (const { root } of laid) this.things.add(root);
    this.followers = laid.flatMap(({ follow }) => follow ?? []);
    this.scene.add(this.things);
  }

  private layArrows(): void {
    this.clearArrows();
    const { body, clip, moment } = this;
    const phase = clip === null ? undefined : phaseOf(clip, moment.phase);
    if (!this.showArrows || body === null || clip === null || phase === undefined || phase.cycle_s > 0) return;
    const traces: Trace[] = TRACED.map((part) => ({ part, places: [] }));
    for (let step = 0; step <= 8; step += 1) {
      this.hold(clip, body, phase.id, step / 8);
      for (const trace of traces) {
        const place = new Vector3();
        if (body.place(trace.part, place)) trace.places.push(place);
      }
    }
    this.arrowGroup = arrows(traces, this.dark ? ARROW.dark : ARROW.light);
    this.scene.add(this.arrowGroup);
  }

  private clearArrows(): void {
    if (this.arrowGroup !== null) disposeTree(this.arrowGroup);
    this.arrowGroup = null;
  }

  private applyQuality(): void {
    const { pixels, shadow } = this.pace.quality;
    this.renderer.setPixelRatio(Math.min(pixels, pixels < 1 ? pixels : window.devicePixelRatio));
    this.renderer.shadowMap.enabled = shadow;
    this.light.castShadow = shadow;
    this.scene.traverse((one) => {
      if (one instanceof Mesh && one.material instanceof MeshLambertMaterial) one.material.needsUpdate = true;
    });
    const { clientWidth, clientHeight } = this.canvas;
    this.resize(clientWidth, clientHeight);
  }
}

/** The top of the head, above its joint. */
function crownOf(body: FigureBody): Vector3 {
  const [neck, head] = [new Vector3(), new Vector3()];
  body.place('neck', neck);
  body.place('head', head);
  return head.addScaledVector(neck.subVectors(head, neck).normalize(), CROWN_M);
}

function smooth(part: number): number {
  const x = Math.min(1, Math.max(0, part));
  return x * x * (3 - 2 * x);
}
