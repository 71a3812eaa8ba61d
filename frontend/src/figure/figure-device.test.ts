import { afterEach, describe, expect, it, vi } from 'vitest';
import { drawing, drawingKnown, drawsSlowly, forgetDrawing, median } from './figure-device';

/** A browser whose WebGL is drawn by `renderer`; "" has none. `owns_up`: it says that the processor draws. */
function browser(renderer: string, owns_up = false): void {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(((_kind: string, options?: WebGLContextAttributes) => {
    if (renderer === '' || (owns_up && options?.failIfMajorPerformanceCaveat === true)) return null;
    return { RENDERER: 7937, getExtension: () => null, getParameter: () => renderer };
  }) as never);
}

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
  forgetDrawing();
});

describe('how a device draws', () => {
  it.each([
    ['ANGLE (NVIDIA GeForce RTX 3060)', false, 'fast'],
    ['Apple GPU', false, 'fast'],
    ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)', false, 'slow'],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', false, 'slow'],
    ['Microsoft Basic Render Driver', false, 'slow'],
    ['Mozilla', true, 'slow'],
    ['', false, 'none'],
  ])('is asked of the browser: %s', (renderer, owns_up, how) => {
    browser(renderer, owns_up);
    expect(drawingKnown()).toBeNull();
    expect(drawing()).toBe(how);
    expect(drawingKnown()).toBe(how);
  });

  it('is what the frames show, whatever the browser says, and stays known in this tab', () => {
    browser('Apple GPU');
    expect(drawing()).toBe('fast');
    drawsSlowly();
    expect(drawing()).toBe('slow');
    forgetDrawing();
    expect(drawingKnown()).toBe('slow');
  });

  it('is judged by the frame in the middle, so that one late frame does not count', () => {
    expect(median([20, 900, 30])).toBe(30);
    expect(median([20, 40])).toBe(30);
  });
});
