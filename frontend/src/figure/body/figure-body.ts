/** One body: its mesh, its bones, its breath and the glow that shows where to look. */
import {
  Bone,
  BufferAttribute,
  type BufferGeometry,
  Color,
  Group,
  type Material,
  Matrix4,
  Mesh,
  MeshLambertMaterial,
  MeshStandardMaterial,
  type Object3D,
  PropertyBinding,
  Quaternion,
  SkinnedMesh,
  TextureLoader,
  Vector3,
} from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { MeshoptDecoder } from './meshopt';
import type { Clip, Pose } from './clip';
import { blobsOf, breathBlobs, type Joints, nearness, type Point } from './regions';

/** How far the front of the chest rises at the top of a breath, metres. */
const BREATH_M = 0.012;
const GLOW = 0xf2a33a;

interface Uniforms {
  breath: { value: number };
  glow: { value: number };
  glowColour: { value: Color };
}

interface Skin {
  mesh: SkinnedMesh;
  /** From the stored places to metres at rest. */
  toMetres: Matrix4;
}

export class FigureBody {
  readonly root = new Group();
  private readonly bones = new Map<string, Bone>();
  private readonly rest = new Map<Bone, { place: Vector3; turn: Quaternion }>();
  private readonly skins: Skin[] = [];
  private readonly joints: Joints;
  private readonly rootBone: Bone;
  private readonly uniforms: Uniforms = { breath: { value: 0 }, glow: { value: 0 }, glowColour: { value: new Color(GLOW) } };
  private readonly turn = new Quaternion();

  static async load(file: ArrayBuffer): Promise<FigureBody> {
    const loader = new GLTFLoader();
    loader.setMeshoptDecoder(MeshoptDecoder);
    // Textures come as <img>, which the security policy allows, not by fetching a blob, which it does not.
    loader.register((parser) => {
      parser.textureLoader = new TextureLoader(parser.options.manager) as typeof parser.textureLoader;
      return { name: 'textures-as-images' };
    });
    const gltf = await loader.parseAsync(file, '');
    return new FigureBody(gltf.scene);
  }

  constructor(scene: Object3D) {
    this.root.add(scene);
    this.root.updateMatrixWorld(true);
    scene.traverse((one) => {
      if (one instanceof Bone) this.rest.set(one, { place: one.position.clone(), turn: one.quaternion.clone() });
      if (one instanceof SkinnedMesh) this.skins.push({ mesh: one, toMetres: restMatrix(one) });
    });
    const bones = [...this.rest.keys()];
    for (const bone of bones) this.bones.set(bone.name, bone);
    const rootBone = bones.find((bone) => !(bone.parent instanceof Bone));
    if (rootBone === undefined || this.skins.length === 0) throw new Error('the body file has no bones');
    this.rootBone = rootBone;
    this.joints = restJoints(bones);
    for (const skin of this.skins) this.prepare(skin);
  }

  /** A bone by the name that clips use; the loader drops the dots. */
  bone(name: string): Bone | undefined {
    return this.bones.get(PropertyBinding.sanitizeNodeName(name));
  }

  /** Every bone back to rest, so that nothing of the last movement stays. */
  reset(): void {
    for (const [bone, { place, turn }] of this.rest) {
      bone.position.copy(place);
      bone.quaternion.copy(turn);
    }
  }

  /** The bones that do not move in this clip. */
  holdStill(clip: Clip): void {
    for (const [name, turn] of clip.still) this.bone(name)?.quaternion.set(...turn);
  }

  take(clip: Clip, pose: Pose): void {
    this.rootBone.position.fromArray(pose.translation);
    for (const [index, name] of clip.bones.entries()) {
      this.bone(name)?.quaternion.copy(this.turn.fromArray(pose.rotation, index * 4));
    }
    this.root.updateMatrixWorld(true);
  }

  place(name: string, into: Vector3): boolean {
    const bone = this.bone(name);
    if (bone === undefined) return false;
    into.setFromMatrixPosition(bone.matrixWorld);
    return true;
  }

  get rootOfBones(): Bone {
    return this.rootBone;
  }

  get boneNames(): string[] {
    return [...this.bones.keys()];
  }

  /** 0: breathed out, 1: breathed in. */
  set breath(part: number) {
    this.uniforms.breath.value = part * BREATH_M;
  }

  /** Muscles or parts by name; returns whether the body can show any of them. */
  highlight(names: readonly string[], side: Clip['side']): boolean {
    const blobs = blobsOf(names, this.joints, side);
    this.uniforms.glow.value = blobs.length === 0 ? 0 : 0.8;
    for (const { mesh, toMetres } of this.skins) {
      const glow = mesh.geometry.getAttribute('glow') as BufferAttribute;
      eachPlace(mesh.geometry, toMetres, (index, x, y, z) => glow.setX(index, nearness(blobs, x, y, z)));
      glow.needsUpdate = true;
    }
    return blobs.length > 0;
  }

  /** Dark trousers would vanish on a dark page. */
  inTheDark(dark: boolean): void {
    for (const { mesh } of this.skins) {
      const material = mesh.material as MeshLambertMaterial;
      const light = material.userData.light as Color;
      material.color.copy(light);
      const brightness = 0.2126 * light.r + 0.7152 * light.g + 0.0722 * light.b;
      if (dark && brightness < 0.06 && light.b > light.r) material.color.lerp(new Color(0x8391b5), 0.45);
    }
  }

  dispose(): void {
    for (const { mesh } of this.skins) {
      mesh.geometry.dispose();
      mesh.skeleton.dispose();
      disposeMaterial(mesh.material as Material);
    }
    this.root.removeFromParent();
  }

  private prepare({ mesh, toMetres }: Skin): void {
    mesh.castShadow = true;
    mesh.receiveShadow = true;
    mesh.frustumCulled = false;
    const count = mesh.geometry.getAttribute('position').count;
    mesh.geometry.setAttribute('glow', new BufferAttribute(new Float32Array(count), 1));
    const rising = new BufferAttribute(new Float32Array(count), 1);
    const blobs = breathBlobs(this.joints);
    // The stored places may be scaled; the rise is given in metres.
    const metre = 1 / new Vector3().setFromMatrixColumn(toMetres, 0).length();
    eachPlace(mesh.geometry, toMetres, (index, x, y, z) => rising.setX(index, nearness(blobs, x, y, z) * metre));
    mesh.geometry.setAttribute('rising', rising);
    const given = mesh.material as Material;
    mesh.material = this.ownMaterial(given);
    given.dispose();
  }

  /** Matt and cheap to draw, also where the processor has to. */
  private ownMaterial(given: Material): MeshLambertMaterial {
    const material = new MeshLambertMaterial({ name: given.name, side: given.side, vertexColors: given.vertexColors });
    if (given instanceof MeshStandardMaterial) {
      material.color.copy(given.color);
      material.map = given.map;
    }
    material.userData.light = material.color.clone();
    material.onBeforeCompile = (shader) => {
      Object.assign(shader.uniforms, this.uniforms);
      shader.vertexShader = shader.vertexShader
        .replace('#include <common>', '#include <common>\nattribute float rising;\nattribute float glow;\nuniform float breath;\nvarying float vGlow;')
        .replace('#include <begin_vertex>', '#include <begin_vertex>\ntransformed += normalize(normal) * rising * breath;\nvGlow = glow;');
      shader.fragmentShader = shader.fragmentShader
        .replace('#include <common>', '#include <common>\nuniform float glow;\nuniform vec3 glowColour;\nvarying float vGlow;')
        .replace('#include <color_fragment>', '#include <color_fragment>\ndiffuseColor.rgb = mix(diffuseColor.rgb, glowColour, vGlow * glow);');
    };
    material.customProgramCacheKey = () => 'figure';
    return material;
  }
}

function restMatrix(mesh: SkinnedMesh): Matrix4 {
  const first = mesh.skeleton.bones[0];
  const inverse = mesh.skeleton.boneInverses[0];
  if (first === undefined || inverse === undefined) throw new Error('the body file has a mesh without bones');
  return new Matrix4().multiplyMatrices(first.matrixWorld, inverse).multiply(mesh.bindMatrix);
}

/** Names with their dots again: "thighL" is "thigh.L". */
function restJoints(bones: readonly Bone[]): Joints {
  const place = new Vector3();
  return new Map(
    bones.map((bone) => {
      place.setFromMatrixPosition(bone.matrixWorld);
      return [bone.name.replace(/^([a-z][\w-]*[a-z0-9])([LR])$/, '$1.$2'), place.toArray() as Point];
    }),
  );
}

function eachPlace(geometry: BufferGeometry, toMetres: Matrix4, run: (index: number, x: number, y: number, z: number) => void): void {
  const stored = geometry.getAttribute('position');
  const place = new Vector3();
  for (let index = 0; index < stored.count; index += 1) {
    place.fromBufferAttribute(stored, index).applyMatrix4(toMetres);
    run(index, place.x, place.y, place.z);
  }
}

export function disposeMaterial(material: Material): void {
  if (material instanceof MeshLambertMaterial) material.map?.dispose();
  material.dispose();
}

export function disposeTree(root: Object3D): void {
  root.traverse((one) => {
    if (!(one instanceof Mesh)) return;
    (one.geometry as BufferGeometry).dispose();
    const materials = (Array.isArray(one.material) ? one.material : [one.material]) as Material[];
    for (const material of materials) disposeMaterial(material);
  });
  root.removeFromParent();
}
