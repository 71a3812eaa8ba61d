/** Which client this tab is: one that was left behind on this device, or a new one. A living tab holds a lock on its id. */
import { keptClients } from './outbox';

export async function claimClient(sessionId: string, storage: Storage): Promise<string> {
  for (const known of keptClients(sessionId, storage)) {
    if (await claim(known)) return known;
  }
  const fresh = crypto.randomUUID();
  await claim(fresh);
  return fresh;
}

/** Takes the lock and keeps it until the tab goes away. False: another tab has it. */
function claim(clientId: string): Promise<boolean> {
  const locks = (navigator as { locks?: LockManager | null }).locks;
  if (locks == null) return Promise.resolve(false);
  return new Promise((resolve) => {
    void locks.request(`steadyback.client.${clientId}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<void>(() => undefined);
    });
  });
}

/** The device's store, or one that lasts as long as the page where the browser forbids it. */
export function deviceStorage(): Storage {
  try {
    localStorage.getItem('');
    return localStorage;
  } catch {
    return new PageStorage();
  }
}

class PageStorage implements Storage {
  [name: string]: unknown;
  private readonly kept = new Map<string, string>();

  get length(): number {
    return this.kept.size;
  }

  key(index: number): string | null {
    return [...this.kept.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }

  removeItem(key: string): void {
    this.kept.delete(key);
  }

  clear(): void {
    this.kept.clear();
  }
}
