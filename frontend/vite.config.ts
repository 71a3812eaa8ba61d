import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const entry = (name: string): string => fileURLToPath(new URL(`src/${name}`, import.meta.url));

// Everything is served by the product itself from /static/build/; the manifest tells the templates the hashed names.
export default defineConfig({
  base: '/static/build/',
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
        session: entry('session.ts'),
        progress: entry('progress.ts'),
      },
    },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
