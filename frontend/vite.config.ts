import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const entry = (name: string): string => here(`src/${name}`);

/** The live coach's WebAssembly, in folders named by version, so that a browser may keep them for good. */
const COACH_PARTS: Readonly<Record<string, readonly string[]>> = {
  '@mediapipe/tasks-vision': ['wasm/vision_wasm_module_internal.js', 'wasm/vision_wasm_module_internal.wasm'],
  pyodide: ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json'],
};

/** Copies them as they are, and writes `coach.json`: which folder holds which package. */
function coachParts(): Plugin {
  return {
    name: 'coach-parts',
    apply: 'build',
    generateBundle() {
      const folders: Record<string, string> = {};
      for (const [name, files] of Object.entries(COACH_PARTS)) {
        const { version } = JSON.parse(readFileSync(here(`node_modules/${name}/package.json`), 'utf8')) as { version: string };
        const folder = `coach/${name.split('/').at(-1)}-${version}/`;
        folders[name] = folder;
        for (const file of files) {
          const source = readFileSync(here(`node_modules/${name}/${file}`));
          this.emitFile({ type: 'asset', fileName: folder + file.split('/').at(-1), source });
        }
      }
      this.emitFile({ type: 'asset', fileName: 'coach.json', source: JSON.stringify(folders, null, 2) });
    },
  };
}

// Everything is served by the product itself from /static/build/; the manifest tells the templates the hashed names.
export default defineConfig({
  base: '/static/build/',
  plugins: [coachParts()],
  worker: { format: 'es' },
  build: {
    outDir: '../src/steadyback/web/static/build',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2022',
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        app: entry('app.ts'),
        styles: entry('styles/app.css'),
        core: entry('styles/core.css'),
        weeks: entry('styles/weeks.css'),
        clinic: entry('styles/clinic.css'),
        live: entry('live.ts'),
        watch: entry('watch.ts'),
        keep: entry('keep.ts'),
        replay: entry('replay.ts'),
        session: entry('session.ts'),
        progress: entry('progress.ts'),
        'guided-test': entry('guided-test.ts'),
        camera: entry('camera.ts'),
      },
    },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
