// Runs one Python file in Pyodide with our core rooms on its path and prints what it prints.
// usage: node run_core.mjs SRC_FOLDER PYODIDE_FOLDER SCRIPT
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [source, pyodideFolder, script] = process.argv.slice(2);
const rooms = ['pose', 'kinematics', 'exercises', 'records', 'coaching', 'programme', 'outcomes'];

const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, 'pyodide.mjs')).href);
const python = await loadPyodide({ indexURL: pyodideFolder + '/' });

function copy(from, to) {
  python.FS.mkdirTree(to);
  for (const name of readdirSync(from)) {
    if (name === '__pycache__') continue;
    const path = join(from, name);
    if (statSync(path).isDirectory()) copy(path, `${to}/${name}`);
    else python.FS.writeFile(`${to}/${name}`, readFileSync(path));
  }
}

python.FS.mkdirTree('/core/steadyback');
python.FS.writeFile('/core/steadyback/__init__.py', readFileSync(join(source, 'steadyback', '__init__.py')));
for (const room of rooms) copy(join(source, 'steadyback', room), `/core/steadyback/${room}`);
python.runPython('import sys; sys.path.insert(0, "/core")');
python.setStdout({ batched: (text) => console.log(text) });
python.runPython(readFileSync(script, 'utf8'));
