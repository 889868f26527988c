import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import { useState } from 'react';
import type { FileRow } from '../../lib/model';
import { useFlashFailure } from '../../shell/flashes';
import { useChange } from '../customers/use-change';
import { type Decided, DecisionDialog } from './decision-dialog';
import { Findings } from './findings';
import { scanAgain } from './queries';
import { nameOf } from './states';

interface FileActionsProps {
  customerKey: string;
  file: FileRow;
}

type Action = Decided | 'findings' | 'scan_again';

const WORDS: Record<Action, string> = {
  findings: 'What was found',
  ask_release: 'Ask for release…',
  release: 'Release…',
  scan_again: 'Check again',
  delete: 'Delete…',
};

const nothing = () => {};

/** What this person may do with this file, as the API has decided it. */
export function FileActions({ customerKey, file }: FileActionsProps) {
  const [opened, open] = useState<Exclude<Action, 'scan_again'>>();
  const failed = 'The file is not checked again';
  const fail = useFlashFailure(failed);
  const again = useChange(scanAgain, {
    customerKey,
    done: `${nameOf(file)} is checked again.`,
    failed,
    onClose: nothing,
  });
  const items = (Object.keys(WORDS) as Action[])
    .filter((action) => file.may[action])
    .map((id): ButtonDropdownProps.Item => ({ id, text: WORDS[id] }));
  if (items.length === 0) return null;
  const choose = (action: Action) => {
    if (action !== 'scan_again') return open(action);
    again.mutate({ customer_key: customerKey, id: file.id, version: file.version }, { onError: fail });
  };
  const close = () => open(undefined);
  return (
    <>
      <ButtonDropdown
        variant="inline-icon"
        expandToViewport
        ariaLabel={`Actions for ${nameOf(file)}`}
        loading={again.isPending}
        items={items}
        onItemClick={({ detail }) => choose(detail.id as Action)}
      />
      {opened === 'findings' && <Findings customerKey={customerKey} file={file} onClose={close} />}
      {opened && opened !== 'findings' && (
        <DecisionDialog customerKey={customerKey} file={file} decision={opened} onClose={close} />
      )}
    </>
  );
}
