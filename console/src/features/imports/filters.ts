import type { Difference, Upload } from '../../lib/model';
import { SOURCES, UPLOAD_STATES, type UploadState } from './upload-state';

/** Which uploads are listed; all where nothing is said. */
export interface Listed {
  state?: UploadState;
  source?: Upload['source'];
}

/** Which differences are shown; all kinds and columns where nothing is said. */
export interface Compared {
  kind?: Difference['kind'];
  column?: string;
  page?: number;
}

export const STATES = Object.keys(UPLOAD_STATES) as UploadState[];
export const ALL_SOURCES = Object.keys(SOURCES) as Upload['source'][];
export const KINDS: Record<Difference['kind'], string> = {
  NEW_CUSTOMER: 'New customer',
  NEW_ACCOUNT: 'New account',
  NEW_HOLD: 'New hold',
  CLOSED: 'Closed: not in the file',
  CHANGED: 'Changed',
  OVERWRITTEN: 'Replaces a person’s change',
  KEPT: 'A person’s change stays',
};
export const ALL_KINDS = Object.keys(KINDS) as Difference['kind'][];

/** What the address says to list; a state or source that does not exist is passed over. */
export const listedFrom = ({ state, source }: Record<string, string>): Listed & { after?: string } => ({
  state: STATES.find((known) => known === state),
  source: ALL_SOURCES.find((known) => known === source),
});

/** What the address says to show; a kind or page that does not exist is passed over. */
export function comparedFrom({ kind, column, page }: Record<string, string>): Compared & { after?: string } {
  const number = Number(page);
  return {
    kind: ALL_KINDS.find((known) => known === kind),
    column: column || undefined,
    page: Number.isInteger(number) && number > 1 ? number : undefined,
  };
}
