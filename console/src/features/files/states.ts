import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { FileRow } from '../../lib/model';

export type FileState = FileRow['state'];

/** Where a file stands on the page: on its way or held on the left, ready on the right; gone is kept out of the way. */
export type Place = 'ON_ITS_WAY' | 'HELD' | 'READY' | 'GONE';

/** How a file stands, as a sign and in words. */
export interface Look {
  look: StatusIndicatorProps.Type;
  words: string;
}

export const FILE_STATES: Record<FileState, Look & { place: Place }> = {
  PENDING: { place: 'ON_ITS_WAY', look: 'pending', words: 'On its way' },
  SCANNING: { place: 'ON_ITS_WAY', look: 'in-progress', words: 'Being checked' },
  INFECTED: { place: 'HELD', look: 'error', words: 'Dangerous' },
  RISKY: { place: 'HELD', look: 'warning', words: 'Risky' },
  UNSCANNABLE: { place: 'HELD', look: 'warning', words: 'Cannot be looked into' },
  REJECTED: { place: 'HELD', look: 'error', words: 'Not accepted' },
  FAILED: { place: 'HELD', look: 'error', words: 'Could not be checked' },
  CLEAN: { place: 'READY', look: 'success', words: 'Checked' },
  RELEASED: { place: 'READY', look: 'info', words: 'Released' },
  EXPIRED: { place: 'GONE', look: 'stopped', words: 'Never arrived' },
  DELETED: { place: 'GONE', look: 'stopped', words: 'Deleted' },
};

export const placeOf = ({ state }: Pick<FileRow, 'state'>): Place => FILE_STATES[state].place;

/** Somebody has approved its release, and the copy that may be opened is still being made. */
export const isBeingReleased = ({ state, released_by }: Pick<FileRow, 'state' | 'released_by'>) =>
  Boolean(released_by) && placeOf({ state }) === 'HELD';

/** How a file stands that is not ready. */
export const lookOf = (file: Pick<FileRow, 'state' | 'released_by'>): Look =>
  isBeingReleased(file)
    ? { look: 'in-progress', words: `Release approved by ${file.released_by}, being made ready` }
    : FILE_STATES[file.state];

/** The files of each place, in the order they came in. */
export function byPlace<File extends Pick<FileRow, 'state'>>(files: readonly File[]): Record<Place, File[]> {
  const found: Record<Place, File[]> = { ON_ITS_WAY: [], HELD: [], READY: [], GONE: [] };
  for (const file of files) found[placeOf(file)].push(file);
  return found;
}

/** What a browser without a name for a file gets to read. */
export const nameOf = ({ name }: Pick<FileRow, 'name'>) => name || 'File without a name';
