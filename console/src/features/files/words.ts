import { ApiError, wordsFor } from '../../lib/errors';
import { fileSize, moment } from '../../lib/format';
import type { DocumentType, FileRow } from '../../lib/model';
import { StorageRefusal } from '../../lib/send-file';
import { nameOf } from './states';

const DOCUMENT_TYPES: Record<DocumentType, string> = {
  INCOME: 'Income and spending',
  SUPPORT_NEED: 'Support need',
  DISPUTE: 'Dispute',
  CORRESPONDENCE: 'Letter or email',
  OTHER: 'Something else',
};

/** What a file shows, as its sender said. */
export const documentWords = (type: DocumentType) => DOCUMENT_TYPES[type];

/** "Income and spending, PDF, 1.4 MB, account ACC-1"; the size is not known before a file from the portal has arrived. */
export function factsOf(file: FileRow): string {
  const ending = /\.([^.]+)$/.exec(nameOf(file))?.[1]?.toUpperCase();
  const size = file.size_bytes > 0 && fileSize(file.size_bytes);
  const account = file.account_number && `account ${file.account_number}`;
  return [documentWords(file.document_type), ending, size, account].filter(Boolean).join(', ');
}

/** Who brought it and when. */
export const broughtBy = ({ uploaded_by, created_at }: FileRow) => `${uploaded_by}, ${moment(created_at)}`;

/** Why somebody may have seen it before; who has downloaded it stands in the diary. */
export const withdrawnWords = (foundCleanAt: string, withdrawnAt: string) =>
  `Found clean ${moment(foundCleanAt)}, withdrawn ${moment(withdrawnAt)} after new rules. The diary says who downloaded it.`;

/** Why a file has not arrived, and what to do about it. */
export function failureWords(error: unknown): string {
  if (error instanceof StorageRefusal)
    return 'Storage did not take it. Try again; if that does not help, choose the file once more.';
  if (error instanceof ApiError) return wordsFor(error);
  return 'The connection was lost. Try again.';
}
