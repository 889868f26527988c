import { describe, expect, it } from 'vitest';
import { ALL_CLOSED, GROUP_WORDS, groupCounts, isOpen, withGroupTurned, withTileTurned } from './tiles';

const paid = { id: '1', group: 'PAYMENT' };
const failed = { id: '2', group: 'PAYMENT' };
const created = { id: '3', group: 'CUSTOMER' };
const tiles = [paid, failed, created];

describe('tiles', () => {
  it('start closed', () => expect(tiles.some((tile) => isOpen(ALL_CLOSED, tile))).toBe(false));

  it('open one by one, several at a time', () => {
    const open = withTileTurned(withTileTurned(ALL_CLOSED, paid), created);
    expect(tiles.map((tile) => isOpen(open, tile))).toEqual([true, false, true]);
  });

  it('open with their group, and later ones with them', () => {
    const open = withGroupTurned(ALL_CLOSED, 'PAYMENT', tiles);
    expect(isOpen(open, { id: 'loaded later', group: 'PAYMENT' })).toBe(true);
    expect(isOpen(open, created)).toBe(false);
  });

  it('close with their group, also those opened by hand before', () => {
    const byHand = withTileTurned(ALL_CLOSED, paid);
    const open = withGroupTurned(byHand, 'PAYMENT', tiles);
    expect(isOpen(open, paid)).toBe(true);
    expect(isOpen(withGroupTurned(open, 'PAYMENT', tiles), paid)).toBe(false);
  });

  it('close by hand inside an open group', () => {
    const open = withTileTurned(withGroupTurned(ALL_CLOSED, 'PAYMENT', tiles), failed);
    expect(tiles.map((tile) => isOpen(open, tile))).toEqual([true, false, false]);
  });
});

describe('groups', () => {
  it('are all shown, empty ones with nothing in them', () =>
    expect(groupCounts(tiles).map(({ group, count }) => [group, count])).toEqual(
      Object.keys(GROUP_WORDS).map((group) => [group, { CUSTOMER: 1, PAYMENT: 2 }[group] ?? 0]),
    ));
  it('unknown to this version still show', () =>
    expect(groupCounts([{ id: '9', group: 'SETTLEMENT' }]).at(-1)).toEqual({
      group: 'SETTLEMENT',
      label: 'SETTLEMENT',
      count: 1,
    }));
});
