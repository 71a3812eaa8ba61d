/**
 * Events on their way to the server: kept on the device until acknowledged, sent in order, without gaps.
 *
 * Each tab writes as a client of its own. A client whose tab is gone is taken up by the next one, so that what it had not
 * yet sent still arrives.
 */
import type { Clock } from './clock';
import { EVENT_SCHEMA_VERSION, type EventData, type EventKind, type SessionEvent } from './script';
import type { Ending } from './player';

export type SaveState = 'saved' | 'saving' | 'later' | 'full' | 'refused' | 'lost' | 'closed';

export interface OutboxPort {
  state(state: SaveState, message: string): void;
  ended(ending: Ending): void;
  held(): void;
}

export interface Urls {
  lease: string;
  events: string;
}

interface Kept {
  client_id: string;
  next_seq: number;
  pending: SessionEvent[];
}

interface Answer {
  acknowledged?: number;
  ended?: Ending | null;
  error?: string;
  message?: string;
  expected?: number;
  place?: string;
}

/** The server takes these from any tab: what was felt must count even when another place leads the session. */
const FROM_ANY_TAB: ReadonlySet<EventKind> = new Set(['stop_pressed', 'stop_answered', 'pain_reported']);
const BATCH = 100;
const SOON_MS = 250;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
const LEASE_RENEWAL_MS = 12_000;

export class Outbox {
  private kept: Kept;
  private timer: number | null = null;
  private renewal: number | null = null;
  private busy = false;
  private retry_ms = FIRST_RETRY_MS;
  private halted = false;
  /** Another place leads the session: only what counts from any tab is still sent. */
  private lost = false;

  constructor(
    private readonly sessionId: string,
    clientId: string,
    acknowledged: Record<string, number>,
    private readonly zone: string,
    private readonly urls: Urls,
    private readonly csrf: () => string,
    private readonly clock: Clock,
    private readonly storage: Storage,
    private readonly port: OutboxPort,
  ) {
    this.kept = this.restore(clientId);
    const seen = acknowledged[clientId] ?? 0;
    this.kept.pending = this.kept.pending.filter((event) => event.seq > seen);
    this.kept.next_seq = Math.max(this.kept.next_seq, seen + 1);
  }

  get clientId(): string {
    return this.kept.client_id;
  }

  get pending(): readonly SessionEvent[] {
    return this.kept.pending;
  }

  /** Keep an event and send it soon; `now` for what must not wait. */
  add(kind: EventKind, data: EventData, media_time_s: number, now = false): void {
    this.kept.pending.push({
      session_id: this.sessionId,
      client_id: this.kept.client_id,
      seq: this.kept.next_seq,
      occurred_at: this.clock.date().toISOString(),
      zone: this.zone,
      media_time_s,
      kind,
      data,
      supersedes: null,
      schema_version: EVENT_SCHEMA_VERSION,
    });
    this.kept.next_seq += 1;
    this.keep();
    this.schedule(now ? 0 : SOON_MS);
  }

  /** Become the one writer of the session. False: another tab or device is, and take_over was not asked for. */
  async lease(takeOver: boolean): Promise<boolean> {
    try {
      const response = await this.post(this.urls.lease, { client_id: this.kept.client_id, take_over: takeOver });
      const answer = await readAnswer(response);
      if (response.status === 403 || answer.error === 'session_over') {
        this.halt('closed', answer);
        return true;
      }
      if (response.status === 409) return false;
      this.halted = false;
      this.lost = false;
      // Kept at once, so that a reload comes back as the same client and finds its lease its own.
      this.keep();
    } catch {
      // Without a network the session goes on here; the server decides when it is back.
      this.port.state('later', '');
    }
    this.renew();
    return true;
  }

  /** Send what is kept. Safe to call at any time. */
  async flush(): Promise<void> {
    if (this.busy || !this.maySend) return;
    this.busy = true;
    try {
      while (this.maySend && this.kept.pending.length > 0) {
        this.port.state('saving', '');
        if (!(await this.send())) return;
      }
      if (!this.halted || (this.lost && this.kept.pending.length === 0)) this.port.state('saved', '');
    } finally {
      this.busy = false;
    }
  }

  /** True once everything is acknowledged; gives up waiting after a while and keeps the rest for later. */
  async settled(patience_ms: number): Promise<boolean> {
    const until = this.clock.now() + patience_ms;
    while (this.kept.pending.length > 0 && this.maySend && this.clock.now() < until) {
      await this.flush();
      if (this.kept.pending.length > 0) await new Promise<void>((done) => this.clock.after(300, done));
    }
    return this.kept.pending.length === 0;
  }

  close(): void {
    if (this.renewal !== null) this.clock.cancel(this.renewal);
    this.renewal = null;
  }

  private get maySend(): boolean {
    return !this.halted || (this.lost && this.kept.pending.some((event) => FROM_ANY_TAB.has(event.kind)));
  }

  private async send(): Promise<boolean> {
    if (this.lost) this.keepWhatCounts();
    const events = this.kept.pending.slice(0, BATCH);
    let response: Response;
    try {
      response = await this.post(this.urls.events, { client_id: this.kept.client_id, events });
    } catch {
      return this.later('later', '');
    }
    const answer = await readAnswer(response);
    if (response.ok && answer.acknowledged !== undefined) return this.acknowledge(answer);
    return this.refused(response.status, answer);
  }

  private acknowledge(answer: Answer): boolean {
    const acknowledged = answer.acknowledged ?? 0;
    this.kept.pending = this.kept.pending.filter((event) => event.seq > acknowledged);
    this.keep();
    this.retry_ms = FIRST_RETRY_MS;
    if (answer.ended != null) this.port.ended(answer.ended);
    return true;
  }

  private refused(status: number, answer: Answer): boolean {
    if (status === 409 && answer.error === 'gap' && answer.expected !== undefined) {
      this.renumber(answer.expected);
      return this.later('later', '');
    }
    if (status === 409 && answer.error === 'lease_lost') return this.lose(answer);
    if (status === 409 && answer.error === 'session_over') {
      this.kept.pending = [];
      this.keep();
      return this.halt('closed', answer);
    }
    if (status === 403) return this.halt('closed', answer);
    if (status === 422) return this.withoutRefused(answer);
    if (status === 400 || status === 413) return this.halt('refused', answer);
    return this.later(status === 507 ? 'full' : 'later', answer.message ?? '');
  }

  /** Another place leads now. What counts from any tab goes on being sent, once without the rest. */
  private lose(answer: Answer): boolean {
    const again = !this.lost;
    this.lost = true;
    this.halt('lost', answer);
    return again && this.maySend;
  }

  /** Leaves out what the server would not take from here, and closes up the numbers. */
  private keepWhatCounts(): void {
    const first = this.kept.pending[0]?.seq;
    if (first === undefined) return;
    this.kept.pending = this.kept.pending.filter((event) => FROM_ANY_TAB.has(event.kind));
    this.renumber(first, true);
  }

  private halt(state: SaveState, answer: Answer): boolean {
    if (state !== 'lost') this.lost = false;
    this.halted = true;
    this.close();
    this.port.state(state, answer.message ?? '');
    if (state === 'lost') this.port.held();
    return false;
  }

  private later(state: SaveState, message: string): boolean {
    this.port.state(state, message);
    this.schedule(this.retry_ms);
    this.retry_ms = Math.min(this.retry_ms * 2, LONGEST_RETRY_MS);
    return false;
  }

  /** One event that the server cannot take must not keep a later report of pain from arriving. */
  private withoutRefused(answer: Answer): boolean {
    const index = Number(/events\[(\d+)\]/.exec(answer.place ?? '')?.[1] ?? NaN);
    const first = this.kept.pending[0]?.seq;
    if (!Number.isInteger(index) || first === undefined || index >= this.kept.pending.length) {
      return this.halt('refused', answer);
    }
    this.kept.pending.splice(index, 1);
    this.renumber(first, true);
    this.port.state('refused', answer.message ?? '');
    return true;
  }

  /** The server expects another number: drop what it has, and close up what is left. */
  private renumber(expected: number, all = false): void {
    const left = this.kept.pending.filter((event) => all || event.seq >= expected);
    this.kept.pending = left.map((event, index) => ({ ...event, seq: expected + index }));
    this.kept.next_seq = expected + left.length;
    this.keep();
  }

  private schedule(delay_ms: number): void {
    if (!this.maySend) return;
    if (this.timer !== null) this.clock.cancel(this.timer);
    this.timer = this.clock.after(delay_ms, () => {
      this.timer = null;
      void this.flush();
    });
  }

  private renew(): void {
    this.close();
    this.renewal = this.clock.after(LEASE_RENEWAL_MS, () => {
      if (this.kept.pending.length === 0) void this.renewNow();
      else this.renew();
    });
  }

  private async renewNow(): Promise<void> {
    if (this.halted) return;
    let response: Response;
    try {
      response = await this.post(this.urls.events, { client_id: this.kept.client_id, events: [] });
    } catch {
      this.port.state('later', '');
      this.renew();
      return;
    }
    const answer = await readAnswer(response);
    if (response.status === 409 || response.status === 403) this.refused(response.status, answer);
    else if (answer.ended != null) this.port.ended(answer.ended);
    if (!this.halted) this.renew();
  }

  private post(url: string, body: unknown): Promise<Response> {
    return fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': this.csrf() },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      keepalive: true,
    });
  }

  private restore(clientId: string): Kept {
    const fresh: Kept = { client_id: clientId, next_seq: 1, pending: [] };
    const text = this.storage.getItem(keyOf(this.sessionId, clientId));
    if (text === null) return fresh;
    try {
      const kept = JSON.parse(text) as Partial<Kept>;
      if (!Array.isArray(kept.pending) || !Number.isInteger(kept.next_seq)) return fresh;
      return { client_id: clientId, next_seq: kept.next_seq ?? 1, pending: kept.pending };
    } catch {
      // A damaged store cannot be read again; the server's acknowledged number puts the count right.
      return fresh;
    }
  }

  private keep(): void {
    try {
      this.storage.setItem(keyOf(this.sessionId, this.kept.client_id), JSON.stringify(this.kept));
    } catch {
      // A full or forbidden store: events stay in memory and are still sent.
      this.port.state('saving', '');
    }
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch {
    return {};
  }
}

const PREFIX = 'steadyback.session';
const keyOf = (sessionId: string, clientId: string): string => `${PREFIX}.${sessionId}.${clientId}`;

/** Ids of clients that left something for this session on this device. */
export function keptClients(sessionId: string, storage: Storage): string[] {
  const prefix = `${PREFIX}.${sessionId}.`;
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

/** Removes what other sessions left behind once nothing in it waits to be sent. */
export function tidy(sessionId: string, storage: Storage): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  for (const key of keys) {
    if (!key.startsWith(`${PREFIX}.`) || key.startsWith(`${PREFIX}.${sessionId}.`)) continue;
    if (storage.getItem(key)?.includes('"pending":[]')) storage.removeItem(key);
  }
}
