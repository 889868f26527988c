import { isPassing } from '../../lib/errors';
import type { DocumentType } from '../../lib/model';
import { StorageRefusal } from '../../lib/send-file';

/** How many files are on their way at the same time. */
const MOST_AT_ONCE = 3;

/** What a file is sent as: the words of whoever sends it. */
export interface About {
  documentType: DocumentType;
  accountNumber: string;
}

export interface Sending extends About {
  readonly id: string;
  readonly file: File;
  /** What the API knows this attempt by: the same while nobody can tell whether it has arrived. */
  readonly key: string;
  standing: 'WAITING' | 'SENDING' | 'FAILED';
  sentBytes: number;
  /** What the API calls it, once it has been announced. */
  fileId?: string;
  error?: unknown;
}

export interface Progress {
  signal: AbortSignal;
  onAnnounced: (fileId: string) => void;
  onSent: (bytes: number) => void;
}

type Send = (sending: Sending, progress: Progress) => Promise<void>;

const isUnanswered = (error: unknown) => isPassing(error) && !(error instanceof StorageRefusal);

/**
 * Files on their way from this page to storage: a few at a time, in the order they were added. One that fails stays until
 * it is tried again or taken away; one that has arrived leaves.
 */
export class UploadQueue {
  #sendings: readonly Sending[] = [];
  #unsent: ReadonlySet<string> = new Set();
  readonly #stops = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly sendings = () => this.#sendings;

  /** Files that the API expects and that this page has not sent: shown here, or given up. */
  readonly unsent = () => this.#unsent;

  add(files: readonly File[], about: About): void {
    const more = files.map((file): Sending => {
      const id = crypto.randomUUID();
      return { ...about, id, key: id, file, standing: 'WAITING', sentBytes: 0 };
    });
    this.#show([...this.#sendings, ...more]);
    this.#startNext();
  }

  /** Stops a file on its way, or takes away one that has failed. */
  stop(id: string): void {
    this.#stops.get(id)?.abort();
    this.#leave(id);
  }

  stopAll(): void {
    for (const { id } of this.#sendings) this.stop(id);
  }

  again(id: string): void {
    const failed = this.#sendings.find((sending) => sending.id === id);
    const key = failed && isUnanswered(failed.error) ? failed.key : crypto.randomUUID();
    this.#change(id, { key, standing: 'WAITING', sentBytes: 0, error: undefined });
    this.#startNext();
  }

  #startNext(): void {
    while (this.#sendings.filter(({ standing }) => standing === 'SENDING').length < MOST_AT_ONCE) {
      const next = this.#sendings.find(({ standing }) => standing === 'WAITING');
      if (!next) return;
      this.#start(next);
    }
  }

  async #start(sending: Sending): Promise<void> {
    const { id } = sending;
    const stop = new AbortController();
    this.#stops.set(id, stop);
    this.#change(id, { standing: 'SENDING' });
    let announced: string | undefined;
    try {
      await this.#send(sending, {
        signal: stop.signal,
        onAnnounced: (fileId) => {
          announced = fileId;
          this.#unsent = new Set([...this.#unsent, fileId]);
          this.#change(id, { fileId });
        },
        onSent: (sentBytes) => this.#change(id, { sentBytes: Math.min(sentBytes, sending.file.size) }),
      });
      this.#unsent = new Set([...this.#unsent].filter((fileId) => fileId !== announced));
      this.#leave(id);
    } catch (error) {
      this.#stops.delete(id);
      this.#change(id, { standing: 'FAILED', error });
    }
    this.#startNext();
  }

  #leave(id: string): void {
    this.#stops.delete(id);
    this.#show(this.#sendings.filter((sending) => sending.id !== id));
  }

  #change(id: string, change: Partial<Sending>): void {
    this.#show(this.#sendings.map((sending) => (sending.id === id ? { ...sending, ...change } : sending)));
  }

  #show(sendings: readonly Sending[]): void {
    this.#sendings = sendings;
    for (const listener of this.#listeners) listener();
  }
}
