export const MOST_FILES = 50;
const DEEPEST = 5;
/** Files that a computer puts into folders for itself. */
const SYSTEM = /^(\.|Thumbs\.db$|desktop\.ini$)/i;

export interface Expanded {
  files: File[];
  /** What was left out and why, in words for people; what a computer keeps for itself is not worth a word. */
  skipped: string[];
}

/** At most so many files at once; what is more is told. */
export function atMost(files: readonly File[]): Expanded {
  const taken = files.slice(0, MOST_FILES);
  return { files: taken, skipped: files.length > taken.length ? [TOO_MANY] : [] };
}

/**
 * The files in what was dropped, folders opened. Bounded in depth and number: a disk dropped by mistake is not read to
 * its end.
 */
export async function filesIn({ entries, files }: Dropped): Promise<Expanded> {
  const found = atMost(files);
  let level = entries;
  for (let depth = 0; level.length > 0; depth += 1) {
    const deeper: FileSystemEntry[] = [];
    for (const entry of level) {
      if (SYSTEM.test(entry.name)) continue;
      if (found.files.length === MOST_FILES) return withWords(found, TOO_MANY);
      if (isFolder(entry)) {
        if (depth === DEEPEST) withWords(found, `${entry.name}: a folder too deep inside others`);
        else deeper.push(...(await read(childrenOf(entry), entry, found)));
      } else found.files.push(...(await read(fileOf(entry as FileSystemFileEntry), entry, found)));
    }
    level = deeper;
  }
  return found;
}

export interface Dropped {
  /** What the browser knows as a file or a folder of the computer. */
  entries: readonly FileSystemEntry[];
  /** Files that are in no folder, such as a picture dragged out of another page. */
  files: readonly File[];
}

/** What was dropped; to be taken while the event lasts, because the browser takes it back afterwards. */
export function droppedIn({ items }: DataTransfer): Dropped {
  const entries: FileSystemEntry[] = [];
  const files: File[] = [];
  for (const item of [...items].filter(({ kind }) => kind === 'file')) {
    const entry = item.webkitGetAsEntry();
    const file = entry ? null : item.getAsFile();
    if (entry) entries.push(entry);
    if (file) files.push(file);
  }
  return { entries, files };
}

const TOO_MANY = `Everything after the first ${MOST_FILES} files: add the rest afterwards`;

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

function withWords(found: Expanded, words: string): Expanded {
  found.skipped.push(words);
  return found;
}

/** What is read, or nothing and a word about it: one file that cannot be opened does not keep the others. */
async function read<Part>(reading: Promise<Part[]>, { name }: FileSystemEntry, found: Expanded): Promise<Part[]> {
  try {
    return await reading;
  } catch {
    withWords(found, `${name}: it could not be read`);
    return [];
  }
}

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File[]>((resolve, reject) => entry.file((file) => resolve([file]), reject));

/** A folder's content; browsers hand it out in portions, and an empty one is the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  while (children.length <= MOST_FILES) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    children.push(...some);
  }
  return children;
}
