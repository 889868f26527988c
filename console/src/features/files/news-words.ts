import type { FileRow } from '../../lib/model';
import { FILE_STATES, nameOf, placeOf } from './states';

type Told = Pick<FileRow, 'id' | 'name' | 'state' | 'reason'>;

/** What is worth saying aloud between two looks at the list: each file whose place has changed. */
export function newsOf(before: readonly Told[], after: readonly Told[]): string[] {
  const known = new Map(before.map((file) => [file.id, placeOf(file)]));
  return after
    .filter((file) => known.has(file.id) && known.get(file.id) !== placeOf(file))
    .map(said)
    .filter((words) => words !== '');
}

function said(file: Told): string {
  const { words } = FILE_STATES[file.state];
  switch (placeOf(file)) {
    case 'READY':
      return `${nameOf(file)} is ready to download.`;
    case 'HELD':
      return [`${nameOf(file)} is held in quarantine: ${words.toLowerCase()}.`, file.reason].filter(Boolean).join(' ');
    case 'GONE':
      return `${nameOf(file)}: ${words.toLowerCase()}.`;
    default:
      return '';
  }
}
