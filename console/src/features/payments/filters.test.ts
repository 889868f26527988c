import { expect, test } from 'vitest';
import { askOf, filtersOf, isFiltered, isUpsideDown } from './filters';

test('an address gives what is known of it', () => {
  expect(filtersOf({ from: '2026-11-01', to: '2026-13-01', statuses: 'SETTLED,NONSENSE', account: ' ACC-1 ' })).toEqual(
    {
      from: '2026-11-01',
      statuses: 'SETTLED',
      account: 'ACC-1',
    },
  );
  expect(isFiltered(filtersOf({ colour: 'red' }))).toBe(false);
});

test('nothing asks for every payment', () => {
  expect(askOf({})).toEqual({ from_day: null, to_day: null, statuses: [], methods: [], account: '' });
});

test('several values are asked for as a list', () => {
  expect(askOf({ statuses: 'REFUNDED,PART_REFUNDED', methods: 'CARD' })).toMatchObject({
    statuses: ['REFUNDED', 'PART_REFUNDED'],
    methods: ['CARD'],
  });
});

test('days the wrong way round are said to be', () => {
  expect(isUpsideDown({ from: '2026-11-02', to: '2026-11-01' })).toBe(true);
  expect(isUpsideDown({ from: '2026-11-02', to: '2026-11-02' })).toBe(false);
});
