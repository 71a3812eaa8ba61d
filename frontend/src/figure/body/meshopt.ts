/**
 * meshoptimizer's decoder in plain JavaScript. Its faster one is WebAssembly, which the pages' security policy would have
 * to allow everywhere; a body of 130 kB is unpacked in some ten milliseconds either way.
 */
// @ts-expect-error The package has no types for this file.
import { MeshoptDecoder as decoder } from '../../../node_modules/meshoptimizer/meshopt_decoder_reference.js';
import type { MeshoptDecoder as Decoder } from 'meshoptimizer';

export const MeshoptDecoder = decoder as typeof Decoder;
