// Makes a body small enough for a web page: fewer triangles, whole numbers, meshopt. node optimise_glb.mjs IN OUT
// Run from frontend/, where the packages are. The same input gives the same bytes.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const here = createRequire(path.join(process.cwd(), "package.json"));
const load = (name) => import(pathToFileURL(here.resolve(name)).href);
const { NodeIO, VertexLayout } = await load("@gltf-transform/core");
const { EXTMeshoptCompression, KHRMeshQuantization } = await load("@gltf-transform/extensions");
const { MeshoptEncoder, MeshoptDecoder } = await load("meshoptimizer");
const { MeshoptSimplifier } = await load("meshoptimizer/simplifier");

const [input, output] = process.argv.slice(2);
const KEEP = { skin: 0.42, shirt: 0.75, leggings: 0.8, hair: 0.5, eyes: 0.45, iris: 0.6 };
await Promise.all([MeshoptEncoder.ready, MeshoptDecoder.ready, MeshoptSimplifier.ready]);
const io = new NodeIO()
  .registerExtensions([EXTMeshoptCompression, KHRMeshQuantization])
  .registerDependencies({ "meshopt.encoder": MeshoptEncoder, "meshopt.decoder": MeshoptDecoder })
  .setVertexLayout(VertexLayout.SEPARATE);
const document = await io.read(input);

function simplify(primitive, share) {
  const indices = new Uint32Array(primitive.getIndices().getArray());
  const positions = primitive.getAttribute("POSITION");
  const uv = primitive.getAttribute("TEXCOORD_0");
  const normals = primitive.getAttribute("NORMAL");
  const wide = uv ? 5 : 3;
  const values = new Float32Array(positions.getCount() * wide);
  for (let at = 0; at < positions.getCount(); at++) {
    values.set(normals.getArray().subarray(at * 3, at * 3 + 3), at * wide);
    if (uv) values.set(uv.getArray().subarray(at * 2, at * 2 + 2), at * wide + 3);
  }
  const weights = uv ? [0.4, 0.4, 0.4, 2, 2] : [0.4, 0.4, 0.4];
  const target = Math.floor((indices.length * share) / 3) * 3;
  const [kept] = MeshoptSimplifier.simplifyWithAttributes(
    indices, new Float32Array(positions.getArray()), 3, values, wide, weights, null, target, 0.02, [],
  );
  return kept;
}

// Leaves out vertices that no triangle uses and puts the rest in the order that packs best.
function reorder(primitive, kept) {
  const [remap, unique] = MeshoptEncoder.reorderMesh(kept, true, true);
  for (const semantic of primitive.listSemantics()) {
    const attribute = primitive.getAttribute(semantic);
    const size = attribute.getElementSize();
    const old = attribute.getArray();
    const values = new old.constructor(unique * size);
    for (let at = 0; at < remap.length; at++) {
      if (remap[at] === 0xffffffff) continue;
      values.set(old.subarray(at * size, at * size + size), remap[at] * size);
    }
    attribute.setArray(values);
  }
  primitive.getIndices().setArray(new Uint16Array(kept));
}

function quantise(primitive) {
  const normals = primitive.getAttribute("NORMAL");
  normals.setArray(Int8Array.from(normals.getArray(), (v) => Math.round(v * 127))).setNormalized(true);
  const uv = primitive.getAttribute("TEXCOORD_0");
  if (uv) {
    const whole = Uint16Array.from(uv.getArray(), (v) => Math.round(Math.min(1, Math.max(0, v)) * 4095) * 16);
    uv.setArray(whole).setNormalized(true);
  }
}

// Places become whole numbers of 1/16384 of three metres; the inverse bind matrices carry the scale back, so that the
// bones keep their places (a skinned mesh ignores the transform of its own node).
function quantisePlaces(document) {
  const scale = 3 / 16384;
  for (const mesh of document.getRoot().listMeshes()) {
    for (const primitive of mesh.listPrimitives()) {
      const places = primitive.getAttribute("POSITION");
      places.setArray(Int16Array.from(places.getArray(), (v) => Math.round(v / scale)));
    }
  }
  for (const skin of document.getRoot().listSkins()) {
    const inverse = skin.getInverseBindMatrices();
    const values = Float32Array.from(inverse.getArray());
    for (let at = 0; at < values.length; at += 16) {
      for (let k = 0; k < 12; k++) values[at + k] *= scale;
    }
    inverse.setArray(values);
  }
}

for (const mesh of document.getRoot().listMeshes()) {
  for (const primitive of mesh.listPrimitives()) {
    reorder(primitive, simplify(primitive, KEEP[primitive.getMaterial().getName()]));
    quantise(primitive);
  }
}
quantisePlaces(document);
document.createExtension(KHRMeshQuantization).setRequired(true);
document
  .createExtension(EXTMeshoptCompression)
  .setRequired(true)
  .setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod.FILTER });
await io.write(output, document);
