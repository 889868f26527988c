import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Export } from '../lib/model';

export type BuildState = Export['state'];

export const isBuilding = (state: BuildState) => state === 'QUEUED' || state === 'BUILDING';

/** How far a file that is made in the background has come. */
export function BuildStatus({ state }: { state: BuildState }) {
  if (state === 'READY') return <StatusIndicator type="success">Ready</StatusIndicator>;
  if (state === 'FAILED') return <StatusIndicator type="error">Failed</StatusIndicator>;
  if (state === 'QUEUED') return <StatusIndicator type="pending">Waiting to start</StatusIndicator>;
  return <StatusIndicator type="in-progress">Being made</StatusIndicator>;
}
