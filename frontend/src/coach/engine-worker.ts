/** The coach's engine: the product's own Python, in the browser. Landmarks in, events out. */
import type { FromEngine, ToEngine } from './messages';
import type { CoachEvent } from './port';

interface PythonCoach {
  watch(exercise: string, side: string, model: string): boolean;
  try_test(test: string, side: string, model: string): boolean;
  go(): void;
  rest(): void;
  expect(present: boolean): void;
  push(message: Uint8Array): string;
}

interface Python {
  unpackArchive(archive: ArrayBuffer, format: string, options: { extractDir: string }): void;
  runPython(source: string): unknown;
}

const START = `
import sys
sys.path.insert(0, "/core")
from steadyback.coaching.live import LiveCoach

class FromPage(LiveCoach):
    def push(self, message):
        return super().push(message.to_bytes())

FromPage()
`;

const page = self as unknown as { postMessage(message: FromEngine): void };
let coach: PythonCoach | null = null;

self.addEventListener('message', (event: MessageEvent<ToEngine>) => {
  take(event.data).catch((error: unknown) => page.postMessage({ kind: 'failed', why: String(error) }));
});

async function take(message: ToEngine): Promise<void> {
  switch (message.kind) {
    case 'open':
      coach = await load(message.pyodide, message.core);
      page.postMessage({ kind: 'ready' });
      break;
    case 'watch':
      page.postMessage({
        kind: 'watched',
        turn: message.turn,
        counted: coach?.watch(message.exercise, message.side, message.model) ?? false,
      });
      break;
    case 'try':
      page.postMessage({
        kind: 'watched',
        turn: message.turn,
        counted: coach?.try_test(message.test, message.side, message.model) ?? false,
      });
      break;
    case 'go':
      coach?.go();
      break;
    case 'rest':
      coach?.rest();
      break;
    case 'expect':
      coach?.expect(message.present);
      break;
    case 'frame': {
      const said = coach?.push(new Uint8Array(message.message)) ?? '';
      if (said === '') break;
      page.postMessage({ kind: 'events', events: JSON.parse(said) as CoachEvent[], seen_at_ms: message.seen_at_ms });
    }
  }
}

async function load(pyodide: string, core: string): Promise<PythonCoach> {
  const archive = fetch(core);
  const { loadPyodide } = (await import(/* @vite-ignore */ `${pyodide}pyodide.mjs`)) as {
    loadPyodide(options: { indexURL: string; packageBaseUrl: string }): Promise<Python>;
  };
  // Both addresses are ours, so that nothing is ever looked for elsewhere.
  const python = await loadPyodide({ indexURL: pyodide, packageBaseUrl: pyodide });
  const answer = await archive;
  if (!answer.ok) throw new Error(`${core}: ${answer.status}`);
  python.unpackArchive(await answer.arrayBuffer(), 'zip', { extractDir: '/core' });
  return python.runPython(START) as PythonCoach;
}
