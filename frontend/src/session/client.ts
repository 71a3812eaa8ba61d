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
  if (!('locks' in navigator)) return Promise.resolve(false);
  return new Promise((resolve) => {
    void navigator.locks.request(`steadyback.client.${clientId}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<void>(() => undefined);
    });
  });
}
