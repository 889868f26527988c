import { expect, test } from 'vitest';
import { faultFigure, faultWords } from './words';

test('figures of money are pounds, numbers of entries are numbers', () => {
  expect(faultFigure({ fault: 'RUNNING_BALANCE' }, 6_501)).toBe('£65.01');
  expect(faultFigure({ fault: 'GAP' }, 1_002)).toBe('1,002');
});

test('a fault that this page does not know is still told', () => {
  expect(faultWords({ fault: 'ODD_ONE' as 'GAP' })).toBe('Odd one');
});
