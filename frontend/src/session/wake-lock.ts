/** Keeps the screen awake while a session runs, where the device allows it. */

interface Sentinel {
  release(): Promise<void>;
}

export class WakeLock {
  private sentinel: Sentinel | null = null;
  private wanted = false;

  constructor(private readonly told: (works: boolean) => void) {}

  async hold(): Promise<void> {
    this.wanted = true;
    const api = (navigator as { wakeLock?: { request(kind: 'screen'): Promise<Sentinel> } }).wakeLock;
    if (api === undefined) return this.told(false);
    try {
      this.sentinel = await api.request('screen');
      this.told(true);
    } catch {
      // Battery saving and hidden pages refuse it: the person is told to keep the screen on by hand.
      if (document.visibilityState === 'visible') this.told(false);
    }
  }

  /** The browser lets go when the page is hidden; ask again when it is back. */
  async visible(): Promise<void> {
    if (this.wanted) await this.hold();
  }

  async release(): Promise<void> {
    this.wanted = false;
    await this.sentinel?.release();
    this.sentinel = null;
  }
}
