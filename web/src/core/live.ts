// Live sync: one event stream per browser, held by the tab that owns a Web Lock (a tab that
// holds a lock is not frozen in the background); the others hear it over a BroadcastChannel.
// The last number seen is shared, so whichever tab takes over resumes where the stream stood.
import { base, call } from './api';

export interface LiveEvent {
  number: number;
  type: string;
  subject: string;
  stale: string[];
}
export interface LiveHandlers {
  event(event: LiveEvent): void;
  /** Something may have been missed: everything in view has to be read again. */
  reset(): void;
  /** Whether the stream stands, for the small sign in the top bar. */
  connected(yes: boolean): void;
}
type Message =
  { event: LiveEvent } | { reset: true; number: number } | { connected: boolean } | { ask: true };

const channelName = 'cairn.live';

export class Live {
  private readonly channel = new BroadcastChannel(channelName);
  private readonly stop = new AbortController();
  private source: EventSource | null = null;
  private last = 0;
  private up = false;
  private retry_ms = 500;
  private retryTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly handlers: LiveHandlers,
    after: number,
  ) {
    this.last = after;
  }

  start(): void {
    this.channel.onmessage = (message: MessageEvent<Message>) => this.hear(message.data);
    this.channel.postMessage({ ask: true } satisfies Message);
    const lead = () => {
      this.connect();
      return new Promise<void>((release) => this.stop.signal.addEventListener('abort', () => release()));
    };
    if (!navigator.locks) lead();
    else
      navigator.locks.request(channelName, { signal: this.stop.signal }, lead).catch(() => {
        // stopped while waiting for its turn
      });
  }

  end(): void {
    this.stop.abort();
    if (this.retryTimer) clearTimeout(this.retryTimer);
    this.source?.close();
    this.source = null;
    this.channel.close();
  }

  private connect(): void {
    if (this.stop.signal.aborted) return;
    const source = new EventSource(`${base}/live?after=${this.last}`, { withCredentials: true });
    this.source = source;
    source.addEventListener('hello', (message) => this.greeted(message as MessageEvent<string>));
    source.addEventListener('reset', (message) => this.lost(message as MessageEvent<string>));
    source.onmessage = (message: MessageEvent<string>) => this.arrived(message);
    source.onerror = () => this.broken(source);
  }

  private greeted(message: MessageEvent<string>): void {
    this.retry_ms = 500;
    const { number } = JSON.parse(message.data) as { number: number };
    if (this.last === 0) this.last = number;
    this.tell({ connected: true });
  }

  private lost(message: MessageEvent<string>): void {
    const number = message.data
      ? ((JSON.parse(message.data) as { number?: number }).number ?? this.last)
      : this.last;
    this.tell({ reset: true, number });
  }

  private arrived(message: MessageEvent<string>): void {
    this.tell({ event: JSON.parse(message.data) as LiveEvent });
  }

  /** The browser reconnects by itself only sometimes; a closed source is opened anew with growing waits. */
  private broken(source: EventSource): void {
    this.tell({ connected: false });
    // A session that has ended closes its stream; the answer to this says so, and the sign-in page comes.
    call('/me').catch(() => undefined);
    if (source.readyState !== EventSource.CLOSED) return;
    source.close();
    this.retryTimer = setTimeout(() => this.connect(), this.retry_ms * (0.75 + Math.random() / 2));
    this.retry_ms = Math.min(this.retry_ms * 2, 30_000);
  }

  private tell(message: Message): void {
    this.channel.postMessage(message);
    this.hear(message);
  }

  private hear(message: Message): void {
    if ('ask' in message) {
      if (this.source) this.channel.postMessage({ connected: this.up } satisfies Message);
    } else if ('connected' in message) {
      this.up = message.connected;
      this.handlers.connected(message.connected);
    } else if ('reset' in message) {
      this.last = message.number;
      this.handlers.reset();
    } else if (message.event.number > this.last) {
      this.last = message.event.number;
      this.handlers.event(message.event);
    }
  }
}
