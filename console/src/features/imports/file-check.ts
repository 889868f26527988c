import { fileSize } from '../../lib/format';

export const LARGEST_BYTES = 200 * 1024 ** 2;
export const ACCEPTED = '.csv,.txt,.xlsx';

/** Why these files cannot be sent, in words; undefined when there is exactly one that can. The API checks again. */
export function refusalOf(files: readonly Pick<File, 'name' | 'size'>[]): string | undefined {
  const [file, ...more] = files;
  if (!file) return 'Choose a file to import.';
  if (more.length > 0) return 'Choose one file at a time.';
  if (!/\.(csv|txt|xlsx)$/i.test(file.name))
    return `${file.name} is neither a CSV file nor an Excel workbook. Save the records as CSV or .xlsx and choose that file.`;
  if (file.size === 0) return `${file.name} is empty.`;
  if (file.size > LARGEST_BYTES) {
    return `${file.name} is ${fileSize(file.size)}. The largest file that can be imported is ${fileSize(LARGEST_BYTES)}.`;
  }
  return undefined;
}
