/** Starts a download from a short-lived address without leaving the page. */
export function download(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.rel = 'noreferrer';
  link.click();
}

/** Saves a text that the page has put together as a file. */
export const saveText = (filename: string, text: string, type: string): void =>
  save(filename, new Blob([text], { type }));

/** Saves bytes that came in base64 as a file. */
export const saveBytes = (filename: string, base64: string, type: string): void =>
  save(filename, new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type }));

function save(filename: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(address);
}
