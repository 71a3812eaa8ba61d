/** LMK1, the wire of landmarks (`src/steadyback/pose/wire.py`), as the camera's side writes it. */

export const LANDMARKS = 33;
export const VALUES_PER_LANDMARK = 4;
const HEADER_BYTES = 16;
const MODEL_BITS = { lite: 0, full: 1, heavy: 2 } as const;

export interface SeenFrame {
  t_ms: number;
  width: number;
  height: number;
  model: keyof typeof MODEL_BITS;
  /** Of several people, the landmarks are those of the first. */
  people: number;
  /** 33 times x, y, z, visibility; null where nobody is seen. */
  landmarks: Float32Array | null;
}

/** One message. The time is in whole milliseconds; the picture is never mirrored here, only where it is shown. */
export function encode(frame: SeenFrame): ArrayBuffer {
  const numbers = frame.landmarks ?? new Float32Array(0);
  const message = new ArrayBuffer(HEADER_BYTES + numbers.length * Float32Array.BYTES_PER_ELEMENT);
  const header = new DataView(message);
  [...'LMK1'].forEach((letter, at) => header.setUint8(at, letter.charCodeAt(0)));
  header.setUint8(4, MODEL_BITS[frame.model]);
  header.setUint8(5, frame.landmarks === null ? 0 : Math.min(Math.max(frame.people, 1), 255));
  header.setUint16(6, frame.landmarks === null ? 0 : LANDMARKS, true);
  header.setUint32(8, Math.round(frame.t_ms), true);
  header.setUint16(12, frame.width, true);
  header.setUint16(14, frame.height, true);
  numbers.forEach((number, at) => header.setFloat32(HEADER_BYTES + at * 4, number, true));
  return message;
}

/** The landmarks of a message that `encode` made. */
export function landmarksOf(message: ArrayBuffer): Float32Array | null {
  return message.byteLength > HEADER_BYTES ? new Float32Array(message, HEADER_BYTES) : null;
}
