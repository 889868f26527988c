import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { count, plural } from '../../lib/format';
import type { Upload } from '../../lib/model';

export type UploadState = Upload['state'];
type Look = StatusIndicatorProps.Type;

export const UPLOAD_STATES: Record<UploadState, { look: Look; words: string; isMoving: boolean }> = {
  RECEIVED: { look: 'pending', words: 'Received', isMoving: true },
  CHECKING: { look: 'in-progress', words: 'Being checked', isMoving: true },
  PLANNING: { look: 'in-progress', words: 'Being compared', isMoving: true },
  AWAITING_CONFIRMATION: { look: 'info', words: 'Waiting for confirmation', isMoving: false },
  QUEUED: { look: 'pending', words: 'Waiting for its turn', isMoving: true },
  IMPORTING: { look: 'in-progress', words: 'Importing', isMoving: true },
  COMPLETED: { look: 'success', words: 'Completed', isMoving: false },
  COMPLETED_WITH_ERRORS: { look: 'warning', words: 'Completed with errors', isMoving: false },
  FAILED: { look: 'error', words: 'Failed', isMoving: false },
  CANCELLED: { look: 'stopped', words: 'Cancelled', isMoving: false },
};

export const SOURCES: Record<Upload['source'], string> = { CONSOLE: 'This console', S3: 'Dropped in storage' };

const STEPS = ['Upload', 'Check', 'Compare', 'Confirm', 'Import'] as const;
const REACHED: Record<UploadState, number> = {
  RECEIVED: 0,
  CHECKING: 1,
  PLANNING: 2,
  AWAITING_CONFIRMATION: 3,
  QUEUED: 4,
  IMPORTING: 4,
  COMPLETED: 5,
  COMPLETED_WITH_ERRORS: 4,
  FAILED: 1,
  CANCELLED: 3,
};

/** The way of a file from arrival to import, each step with how it stands. */
export function stepsOf(state: UploadState): { header: string; status: Look; statusIconAriaLabel: string }[] {
  const reached = REACHED[state];
  const { look, words } = UPLOAD_STATES[state];
  return STEPS.map((header, index) => {
    const status = index < reached ? 'success' : index === reached ? look : 'pending';
    return { header, status, statusIconAriaLabel: index < reached ? 'Done' : index > reached ? 'Not started' : words };
  });
}

/** "1,200 of 5,000 rows, 340 rows a second, about 2 minutes left"; nothing before there is anything to measure. */
export function paceOf({ rows, rows_done, rows_a_second, seconds_left }: Upload['progress']): string {
  if (rows === 0) return '';
  const done = `${count(rows_done)} of ${plural(rows, 'row')}`;
  if (rows_a_second === null || seconds_left === null) return done;
  return `${done}, ${count(Math.round(rows_a_second))} rows a second, ${leftIn(seconds_left)}`;
}

const leftIn = (seconds: number) =>
  seconds < 90 ? `about ${plural(seconds, 'second')} left` : `about ${plural(Math.round(seconds / 60), 'minute')} left`;

/** How many values the import would write. */
export const differencesIn = ({ differences }: Upload): number =>
  Object.values(differences).reduce((sum, some) => sum + (some ?? 0), 0);

/** Whether the preview is too old to be confirmed. */
export const isExpired = ({ confirmation }: Upload, now: Date): boolean =>
  confirmation !== null && new Date(confirmation.expires_at) <= now;
