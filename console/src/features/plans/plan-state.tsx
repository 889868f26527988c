import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { INSTALMENT_WORDS, STATE_WORDS } from './words';

/** How a request or its plan stands. */
export function PlanState({ state }: { state: string }) {
  const [type, words] = STATE_WORDS[state] ?? ['info', state];
  return <StatusIndicator type={type}>{words}</StatusIndicator>;
}

export function InstalmentState({ state }: { state: string }) {
  const [type, words] = INSTALMENT_WORDS[state] ?? ['info', state];
  return <StatusIndicator type={type}>{words}</StatusIndicator>;
}
