import { describe, expect, it } from 'vitest';
import { qrCode } from './qr';

const drawn = (text: string) => qrCode(text)?.map((row) => row.map((dark) => (dark ? '#' : '.')).join(''));

describe('a QR code', () => {
  it('of one letter is what another encoder draws, too', () =>
    expect(drawn('A')).toEqual([
      '#######..###..#######',
      '#.....#.#.###.#.....#',
      '#.###.#...#...#.###.#',
      '#.###.#..#....#.###.#',
      '#.###.#.##..#.#.###.#',
      '#.....#...#.#.#.....#',
      '#######.#.#.#.#######',
      '...........##........',
      '#.#.#.#...##....#..#.',
      '#..###...#....#...##.',
      '.#....#.###.#...#...#',
      '#.#.#....##...#...#..',
      '#.#..##.#.#.#.#.#.#.#',
      '........####.#.#.#.#.',
      '#######....#.###.####',
      '#.....#..#.###.###...',
      '#.###.#.##.#.###.##.#',
      '#.###.#.......#...##.',
      '#.###.#.##..#...#...#',
      '#.....#..##...#...##.',
      '#######.#...#.#.#.###',
    ]));
  it('grows with its text', () =>
    expect(drawn('https://pay.example.com/a/abcdefghijklmnopqrstuvwxyz')).toHaveLength(33));
  it('holds 106 bytes and no more', () => {
    expect(drawn('h'.repeat(106))).toHaveLength(41);
    expect(qrCode('h'.repeat(107))).toBeNull();
  });
});
