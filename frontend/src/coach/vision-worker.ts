/** Pictures in, landmarks out. A picture is closed as soon as it was looked at; nothing is kept and nothing is sent. */
import { PoseLandmarker, type NormalizedLandmark } from '@mediapipe/tasks-vision';
import { encode, VALUES_PER_LANDMARK } from './lmk1';
import type { FromVision, Model, ToVision } from './messages';
import { bodies } from './other-people';

const page = self as unknown as {
  postMessage(message: FromVision, transfer?: Transferable[]): void;
  ModuleFactory?: unknown;
};

let landmarker: PoseLandmarker | null = null;
let finder: PoseLandmarker | null = null;
let model: Model = 'lite';
let open: { wasm: string; lite: Uint8Array } | null = null;
let people = 1;
let lastMs = -1;

self.addEventListener('message', (event: MessageEvent<ToVision>) => {
  const message = event.data;
  const work = message.kind === 'open' ? start(message) : message.kind === 'model' ? change(message) : look(message);
  work.catch((error: unknown) => page.postMessage({ kind: 'failed', why: String(error) }));
});

async function start(message: ToVision & { kind: 'open' }): Promise<void> {
  const first = await bytes(message.modelUrl);
  open = { wasm: message.wasm, lite: first };
  model = message.model;
  landmarker = await make(first, 'VIDEO', 1);
  page.postMessage({ kind: 'ready', model });
}

async function change(message: ToVision & { kind: 'model' }): Promise<void> {
  const next = await bytes(message.modelUrl);
  await landmarker?.setOptions({ baseOptions: { modelAssetBuffer: next } });
  model = message.model;
  page.postMessage({ kind: 'ready', model });
}

async function bytes(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function make(modelBytes: Uint8Array, runningMode: 'VIDEO' | 'IMAGE', numPoses: number): Promise<PoseLandmarker> {
  if (open === null) throw new Error('not opened');
  const loader = `${open.wasm}vision_wasm_module_internal.js`;
  // The library imports its loader for each landmarker, but a module runs only once: hand the factory over ourselves.
  page.ModuleFactory = ((await import(/* @vite-ignore */ loader)) as { default: unknown }).default;
  const files = { wasmLoaderPath: loader, wasmBinaryPath: `${open.wasm}vision_wasm_module_internal.wasm` };
  // A slice, because the library keeps what it is given.
  const baseOptions = { modelAssetBuffer: modelBytes.slice(), delegate: 'CPU' as const };
  return PoseLandmarker.createFromOptions(files, { baseOptions, runningMode, numPoses });
}

async function look(message: ToVision & { kind: 'frame' }): Promise<void> {
  const { picture, t_ms, width, height } = message;
  try {
    if (landmarker === null) return;
    const began = performance.now();
    lastMs = Math.max(lastMs + 1, Math.round(t_ms)); // the landmarker wants strictly rising times
    const found = landmarker.detectForVideo(picture, lastMs).landmarks[0];
    const cost_ms = performance.now() - began;
    if (message.lookForOthers && found !== undefined) people = await countPeople(picture, width, height);
    const landmarks = found === undefined ? null : flat(found);
    const bytesOut = encode({ t_ms, width, height, model, people, landmarks });
    page.postMessage({ kind: 'seen', t_ms, message: bytesOut, cost_ms, people: landmarks === null ? 0 : people }, [bytesOut]);
  } finally {
    picture.close();
  }
}

/** A second landmarker, so that the first one's tracking of this person is not disturbed. */
async function countPeople(picture: ImageBitmap, width: number, height: number): Promise<number> {
  if (open === null) return 1;
  finder ??= await make(open.lite, 'IMAGE', 2);
  return Math.max(1, bodies(finder.detect(picture).landmarks, width, height));
}

function flat(points: readonly NormalizedLandmark[]): Float32Array {
  const numbers = new Float32Array(points.length * VALUES_PER_LANDMARK);
  points.forEach((point, at) => numbers.set([point.x, point.y, point.z, point.visibility ?? 0], at * VALUES_PER_LANDMARK));
  return numbers;
}
