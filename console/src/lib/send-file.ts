import type { PresignedPost } from './model';

interface Sending {
  onSent: (bytes: number) => void;
  signal: AbortSignal;
}

/** Storage was reached and did not take the file: its form has run out, or the file is not the one that was announced. */
export class StorageRefusal extends Error {
  constructor(readonly status: number) {
    super(`Storage answered ${status}`);
  }
}

/** Sends a file straight to storage. Uses XMLHttpRequest because `fetch` cannot tell how much has been sent. */
export const sendFile = (post: PresignedPost, file: File, { onSent, signal }: Sending) =>
  new Promise<void>((resolve, reject) => {
    signal.throwIfAborted();
    const form = new FormData();
    for (const [name, value] of Object.entries(post.fields)) form.append(name, value);
    form.append('file', file);
    const request = new XMLHttpRequest();
    signal.addEventListener('abort', () => request.abort());
    request.open('POST', post.url);
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(new StorageRefusal(request.status)));
    request.onerror = () => reject(new Error('Storage could not be reached'));
    request.onabort = () => reject(new Error('Sending was stopped'));
    request.send(form);
  });
