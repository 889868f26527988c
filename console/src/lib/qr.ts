/** QR codes as ISO/IEC 18004 has them: bytes, error correction level M, versions 1 to 6, which is 106 bytes at most. */

interface Version {
  /** Codewords of error correction in each block. */
  correction: number;
  /** Codewords of data in each block. */
  data: number;
  blocks: number;
  /** The centre of the one alignment pattern. */
  alignment: number;
}
const VERSIONS: readonly Version[] = [
  { correction: 10, data: 16, blocks: 1, alignment: 0 },
  { correction: 16, data: 28, blocks: 1, alignment: 18 },
  { correction: 26, data: 44, blocks: 1, alignment: 22 },
  { correction: 18, data: 32, blocks: 2, alignment: 26 },
  { correction: 24, data: 43, blocks: 2, alignment: 30 },
  { correction: 16, data: 27, blocks: 4, alignment: 34 },
];
/** Level M with mask 0, with its own correction and already masked. Every reader takes every mask. */
const FORMAT = 0b101010000010010;

/** The modules of the code, row by row, true for a dark one; nothing for a text that is too long. */
export function qrCode(text: string): boolean[][] | null {
  const bytes = new TextEncoder().encode(text);
  const index = VERSIONS.findIndex(({ data, blocks }) => bytes.length + 2 <= data * blocks);
  const version = VERSIONS[index];
  if (!version) return null;
  const size = 17 + 4 * (index + 1);
  const { modules, fixed } = patterns(size, version.alignment);
  fill(modules, fixed, interleaved(dataOf(bytes, version), version));
  return modules;
}

/** Mode, length, the bytes, and padding up to the capacity. */
function dataOf(bytes: Uint8Array, { data, blocks }: Version): number[] {
  const nibbles = [4, bytes.length >> 4, bytes.length & 15, ...[...bytes].flatMap((byte) => [byte >> 4, byte & 15]), 0];
  const words = Array.from(
    { length: bytes.length + 2 },
    (_, i) => ((nibbles[2 * i] ?? 0) << 4) | (nibbles[2 * i + 1] ?? 0),
  );
  for (let pad = 0xec; words.length < data * blocks; pad ^= 0xec ^ 0x11) words.push(pad);
  return words;
}

/** The first words of all blocks, then the second ones, and so on; the same with the words of correction after them. */
function interleaved(words: number[], { data, correction, blocks }: Version): number[] {
  const parts = Array.from({ length: blocks }, (_, block) => words.slice(block * data, (block + 1) * data));
  const corrections = parts.map((part) => remainder(part, correction));
  const column = (rows: number[][], i: number) => rows.map((row) => row[i] ?? 0);
  return [
    ...Array.from({ length: data }, (_, i) => column(parts, i)).flat(),
    ...Array.from({ length: correction }, (_, i) => column(corrections, i)).flat(),
  ];
}

/** Multiplication in the field of 256 elements that Reed and Solomon's code is over. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

/** What is left of the block when it is divided by the generator of this degree. */
function remainder(block: number[], degree: number): number[] {
  let generator = [1];
  for (let root = 1, i = 0; i < degree; i++, root = times(root, 2)) {
    const [last, by] = [generator, root];
    generator = [...last, 0].map((term, at) => term ^ times(last[at - 1] ?? 0, by));
  }
  const left = new Array<number>(degree).fill(0);
  for (const word of block) {
    const factor = word ^ (left.shift() ?? 0);
    left.push(0);
    for (let i = 0; i < degree; i++) left[i] = (left[i] ?? 0) ^ times(generator[i + 1] ?? 0, factor);
  }
  return left;
}

/** What is the same in every code of a size: corners, timing, alignment and format; and where these are. */
function patterns(size: number, alignment: number) {
  const modules = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const fixed = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const set = (x: number, y: number, dark: boolean) => {
    const [row, taken] = [modules[y], fixed[y]];
    if (!row || !taken || x < 0 || x >= size) return;
    row[x] = dark;
    taken[x] = true;
  };
  for (let i = 0; i < size; i++) {
    set(i, 6, i % 2 === 0);
    set(6, i, i % 2 === 0);
  }
  const square = (cx: number, cy: number, reach: number, isDark: (ring: number) => boolean) => {
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) set(cx + x, cy + y, isDark(Math.max(Math.abs(x), Math.abs(y))));
    }
  };
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  }
  if (alignment) square(alignment, alignment, 2, (ring) => ring !== 1);
  for (let i = 0; i < 15; i++) {
    const dark = ((FORMAT >> i) & 1) === 1;
    set(8, i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, dark);
    set(i < 8 ? size - 1 - i : i === 8 ? 7 : 14 - i, 8, dark);
  }
  set(8, size - 8, true);
  return { modules, fixed };
}

/** Puts the words' bits where nothing fixed stands: in pairs of columns from the right, upwards and downwards in turn. */
function fill(modules: boolean[][], fixed: boolean[][], words: number[]): void {
  const size = modules.length;
  let bit = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const upwards = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step++) {
      const y = upwards ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        const row = modules[y];
        if (!row || fixed[y]?.[x]) continue;
        const dark = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        row[x] = dark !== ((x + y) % 2 === 0);
        bit++;
      }
    }
  }
}
