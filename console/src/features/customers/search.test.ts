import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from '../../lib/address';
import { pence } from '../../lib/format';
import { asked, customersSearch, isNarrowed, pager, takenFor } from './search';

describe('the address of the list', () => {
  it('keeps what it knows', () =>
    expect(customersSearch({ by: 'postcode', q: ' SW1A 1AA ', limit: '50' })).toEqual({
      by: 'postcode',
      q: 'SW1A 1AA',
      limit: 50,
    }));
  it('drops what it does not know', () => expect(customersSearch({ by: 'shoe size', limit: '7', q: '' })).toEqual({}));
  it('keeps the zeros of an account number', () =>
    expect(parseSearch(stringifySearch({ by: 'account', q: '00012345678901234567890' }))).toEqual({
      by: 'account',
      q: '00012345678901234567890',
    }));
});

describe('the filters', () => {
  const search = customersSearch({
    status: 'BLOCKED',
    hold: 'no',
    language: 'cy-GB',
    portfolio: ' North ',
    from: '1,234.5',
    to: 'much',
  });
  it('are taken from the address, and what is no amount is not', () =>
    expect(search).toEqual({ status: 'BLOCKED', hold: 'no', language: 'cy-GB', portfolio: 'North', from: '1,234.5' }));
  it('become a question in pence', () =>
    expect(asked(search)).toEqual({
      by: 'any',
      text: '',
      filters: {
        status: 'BLOCKED',
        hold: false,
        language: 'cy-GB',
        portfolio: 'North',
        owed_from_pence: 123450,
        owed_to_pence: null,
      },
      after: '',
      limit: 20,
    }));
  it('narrow the list; where one is in it does not', () =>
    expect([isNarrowed(search), isNarrowed({ after: 'x', limit: 50, view: 'y' })]).toEqual([true, false]));
  it.each([
    ['120', 12000],
    ['£1,200.50', 120050],
    ['0.5', 50],
    ['1.234', null],
    ['-1', null],
    ['１２', null],
    [undefined, null],
  ])('%s pounds are %s pence', (typed, expected) => expect(pence(typed)).toBe(expected));
});

describe('what a text was taken for', () => {
  it('is said in words', () =>
    expect(takenFor(['customer_id', 'account', 'name'])).toBe(
      'a customer ID, an account number or the beginning of a name',
    ));
});

describe('the pager', () => {
  it('starts on the only page', () =>
    expect(pager([], undefined, null)).toEqual({ current: 1, pages: 1, cursors: [], isOpenEnded: false }));
  it('offers the page ahead', () =>
    expect(pager([], undefined, 'b')).toEqual({ current: 1, pages: 2, cursors: ['b'], isOpenEnded: true }));
  it('remembers the way back', () =>
    expect(pager(['b', 'c'], 'c', 'd')).toEqual({ current: 3, pages: 4, cursors: ['b', 'c', 'd'], isOpenEnded: true }));
  it('knows the last page', () =>
    expect(pager(['b', 'c'], 'c', null)).toEqual({ current: 3, pages: 3, cursors: ['b', 'c'], isOpenEnded: false }));
  it('can return to the start from a page opened by its address', () =>
    expect(pager([], 'x', 'y')).toEqual({ current: 2, pages: 3, cursors: ['x', 'y'], isOpenEnded: true }));
});
