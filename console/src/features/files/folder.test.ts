import { describe, expect, it } from 'vitest';
import { atMost, droppedIn, filesIn, MOST_FILES } from './folder';

/** What a browser hands out for a dropped file, as far as it is read. */
const file = (name: string) =>
  ({
    name,
    isDirectory: false,
    file: (found: (file: File) => void) => found(new File(['x'], name)),
  }) as unknown as FileSystemEntry;

const broken = (name: string) =>
  ({
    name,
    isDirectory: false,
    file: (_: unknown, failed: (error: Error) => void) => failed(new Error('gone')),
  }) as unknown as FileSystemEntry;

/** A folder that hands out its content two by two, as browsers hand it out by the hundred. */
function folder(name: string, ...children: FileSystemEntry[]): FileSystemEntry {
  const createReader = () => {
    let next = 0;
    return {
      readEntries: (found: (entries: FileSystemEntry[]) => void) => {
        found(children.slice(next, next + 2));
        next += 2;
      },
    };
  };
  return { name, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

const nested = (depth: number, inside: FileSystemEntry): FileSystemEntry =>
  depth === 0 ? inside : folder(`level ${depth}`, nested(depth - 1, inside));

const inside = (...entries: FileSystemEntry[]) => filesIn({ entries, files: [] });

const names = async (...entries: FileSystemEntry[]) => (await inside(...entries)).files.map(({ name }) => name);

describe('what is dropped', () => {
  it('is opened, folders in folders too, to the last portion', async () =>
    expect(
      await names(
        file('a.pdf'),
        folder('proof', file('b.pdf'), file('c.pdf'), folder('old', file('e.pdf')), file('d.pdf')),
      ),
    ).toEqual(['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf', 'e.pdf']));
  it('is cleared of what computers keep for themselves, without a word', async () => {
    const found = await inside(folder('proof', file('.DS_Store'), file('Thumbs.db'), file('a.pdf')));
    expect(found).toMatchObject({ files: [{ name: 'a.pdf' }], skipped: [] });
  });
  it('is not followed for ever, and what is left out is told', async () => {
    expect(await names(nested(5, file('deep.pdf')))).toEqual(['deep.pdf']);
    const { files, skipped } = await inside(nested(6, file('deeper.pdf')));
    expect([files, skipped]).toEqual([[], ['level 1: a folder too deep inside others']]);
  });
  it('is at most fifty files, and that is told', async () => {
    const many = Array.from({ length: MOST_FILES + 9 }, (_, n) => file(`${n}.pdf`));
    const { files, skipped } = await inside(folder('all', ...many));
    expect(files).toHaveLength(MOST_FILES);
    expect(skipped).toEqual(['Everything after the first 50 files: add the rest afterwards']);
  });
  it('comes without a file that cannot be read, and that is told', async () => {
    const { files, skipped } = await inside(broken('gone.pdf'), file('a.pdf'));
    expect(files.map(({ name }) => name)).toEqual(['a.pdf']);
    expect(skipped).toEqual(['gone.pdf: it could not be read']);
  });
  it('is taken as it is where the browser knows no folder of it', async () => {
    const items = [
      { kind: 'string' },
      { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => new File(['x'], 'picture.png') },
      { kind: 'file', webkitGetAsEntry: () => file('a.pdf') },
    ];
    const { files } = await filesIn(droppedIn({ items } as unknown as DataTransfer));
    expect(files.map(({ name }) => name)).toEqual(['picture.png', 'a.pdf']);
  });
});

describe('what is picked', () => {
  const picked = (count: number) => Array.from({ length: count }, (_, n) => new File(['x'], `${n}.pdf`));
  it('may be fifty files', () => expect(atMost(picked(MOST_FILES)).skipped).toEqual([]));
  it('is told to be more than that', () => {
    const { files, skipped } = atMost(picked(MOST_FILES + 1));
    expect([files.length, skipped.length]).toEqual([MOST_FILES, 1]);
  });
});
