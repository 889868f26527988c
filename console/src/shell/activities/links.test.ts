import { expect, it } from 'vitest';
import type { Activity } from '../../lib/model';
import { linksOf } from './links';

const told = (fields: Partial<Activity>) =>
  linksOf(
    { entity: 'customer:abc', account: null, upload_id: null, actor: { name: '' }, ...fields } as Activity,
    'abc',
  );

it('leads from a payment to the payment and to its account', () =>
  expect(told({ entity: 'payment:01JD', account: 'ACC/1' })).toEqual([
    { text: 'Open the payment', to: '/customers/abc#tab=payments&payment=01JD' },
    { text: 'Account ACC/1', to: '/customers/abc#tab=accounts&account=ACC%2F1' },
  ]));

it('leads to an account once', () =>
  expect(told({ entity: 'account:ACC-1', account: 'ACC-1' }).map(({ to }) => to)).toEqual([
    '/customers/abc#tab=accounts&account=ACC-1',
  ]));

it('leads from a claim to the account it is on', () =>
  expect(told({ entity: 'claim:CLM-1', account: 'ACC-1' }).map(({ text }) => text)).toEqual(['Account ACC-1']));

it('leads from a file to the files of the customer', () =>
  expect(told({ entity: 'file:01JF' })).toEqual([{ text: 'Open the file', to: '/customers/abc#tab=files' }]));

it('leads from what an import wrote to the upload', () =>
  expect(told({ upload_id: '01JE', actor: { type: 'IMPORT', name: 'customers.csv' } })).toEqual([
    { text: 'customers.csv', to: '/imports/01JE' },
  ]));

it('leads nowhere from what has no page of its own', () => expect(told({})).toEqual([]));
