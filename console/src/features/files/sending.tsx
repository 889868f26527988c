import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { plural } from '../../lib/format';
import { sendFile } from '../../lib/send-file';
import { UnsavedChanges } from '../../shell/unsaved';
import { withFile } from './listing';
import { announceFile, filesQuery } from './queries';
import { UploadQueue } from './queue';

const Queue = createContext<UploadQueue | undefined>(undefined);

/**
 * Sends files about one customer for as long as the page about them is open, whatever tab of it is shown. Leaving the page
 * asks first, and then stops what has not arrived.
 */
export function FileSending({ customerKey, children }: { customerKey: string; children: ReactNode }) {
  const queries = useQueryClient();
  const queue = useMemo(() => {
    const query = filesQuery(customerKey);
    return new UploadQueue(async ({ file, key, documentType, accountNumber }, { signal, onAnnounced, onSent }) => {
      const { file: row, form } = await announceFile(
        {
          customer_key: customerKey,
          filename: file.name,
          size_bytes: file.size,
          document_type: documentType,
          account_number: accountNumber,
        },
        key,
      );
      onAnnounced(row.id);
      await sendFile(form, file, { onSent, signal });
      queries.setQueryData(query.queryKey, (list) => withFile(list, row));
      queries.invalidateQueries({ queryKey: query.queryKey });
    });
  }, [customerKey, queries]);
  useEffect(() => () => queue.stopAll(), [queue]);
  return (
    <Queue value={queue}>
      <Guard queue={queue} />
      {children}
    </Queue>
  );
}

function Guard({ queue }: { queue: UploadQueue }) {
  const onTheirWay = useSendingsOf(queue).filter(({ standing }) => standing !== 'FAILED').length;
  return (
    <UnsavedChanges dirty={onTheirWay > 0} header="Stop sending files?" leave="Leave and stop sending">
      {plural(onTheirWay, 'file has', 'files have')} not arrived yet. What has not arrived when you leave this page is
      not sent.
    </UnsavedChanges>
  );
}

const useSendingsOf = (queue: UploadQueue) => useSyncExternalStore(queue.subscribe, queue.sendings);

export function useQueue(): UploadQueue {
  const queue = useContext(Queue);
  if (!queue) throw new Error('Files are sent from inside FileSending only');
  return queue;
}

/** What this page is sending, and which files the API expects from it in vain so far. */
export function useSending() {
  const queue = useQueue();
  const unsent = useSyncExternalStore(queue.subscribe, queue.unsent);
  return { queue, sendings: useSendingsOf(queue), unsent };
}
