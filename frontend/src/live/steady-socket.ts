/** A WebSocket that comes back by itself, with growing pauses, until it is closed here or the server says why not. */

/** The server's reasons that waiting does not change: sign in, not shown, nothing here. */
const FINAL: ReadonlySet<number> = new Set([4401, 4403, 4404]);
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8000;

export type SocketState = 'opening' | 'open' | 'again' | 'closed';

export interface Heard {
  text(message: Record<string, unknown> & { kind: string }): void;
  bytes(message: ArrayBuffer): void;
  /** `code`: why the server closed it for good, 0 otherwise. */
  state(state: SocketState, code: number): void;
}

export class SteadySocket {
  private socket: WebSocket | null = null;
  private retry_ms = FIRST_RETRY_MS;
  private timer = 0;
  private over = false;

  constructor(
    private readonly path: string,
    private readonly heard: Heard,
    private readonly make: (url: string) => WebSocket = (url) => new WebSocket(url),
  ) {
    this.open();
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** What waits in the browser to be sent, bytes. */
  get waiting(): number {
    return this.socket?.bufferedAmount ?? 0;
  }

  /** False where it cannot be sent now. */
  send(message: ArrayBuffer | Record<string, unknown>): boolean {
    if (!this.isOpen) return false;
    this.socket?.send(message instanceof ArrayBuffer ? message : JSON.stringify(message));
    return true;
  }

  /** For good. */
  close(): void {
    this.over = true;
    window.clearTimeout(this.timer);
    this.socket?.close(1000);
    this.socket = null;
    this.heard.state('closed', 0);
  }

  private open(): void {
    const url = new URL(this.path, window.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = this.make(url.href);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    socket.onopen = () => this.heard.state('open', 0);
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (this.over) return;
      // A refusal comes as an open connection that is closed at once: only what arrives says that all is well.
      this.retry_ms = FIRST_RETRY_MS;
      if (typeof data === 'string') this.heard.text(JSON.parse(data) as { kind: string });
      else this.heard.bytes(data);
    };
    socket.onclose = ({ code }) => this.closed(code);
  }

  private closed(code: number): void {
    if (this.over) return;
    if (FINAL.has(code)) {
      this.over = true;
      return this.heard.state('closed', code);
    }
    this.heard.state('again', 0);
    this.timer = window.setTimeout(() => this.open(), this.retry_ms * (0.75 + Math.random() / 2));
    this.retry_ms = Math.min(this.retry_ms * 2, LONGEST_RETRY_MS);
  }
}
