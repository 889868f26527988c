import './files.css';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { plural } from '../../lib/format';
import type { FilePage, FileRow } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Failed, Loading } from '../../shell/loaded';
import { AddFiles } from './add-files';
import { FileLine } from './file-line';
import { filesOf } from './listing';
import { Announced, useNews } from './news';
import { Quarantine } from './quarantine';
import { filesQuery } from './queries';
import { Ready } from './ready';
import { useSending } from './sending';
import { byPlace, FILE_STATES, isBeingReleased, placeOf } from './states';
import { Watch } from './watch';

interface FilesProps {
  customerKey: string;
  /** The accounts a file may be about. */
  accounts: readonly string[];
  /** The one account whose files are shown and added; without it, all files of the customer. */
  account?: string;
}

/** The files about a customer: what waits on the left, what may be opened on the right, looked at again while anything moves. */
export function Files(props: FilesProps) {
  const [watch] = useState(() => new Watch());
  const query = useInfiniteQuery({
    ...filesQuery(props.customerKey),
    refetchInterval: ({ state: { data } }) => watch.paceMs(onTheirWay(filesOf(data)), Date.now()),
  });
  const limits = query.data?.pages[0];
  if (!limits)
    return query.isError ? (
      <Failed what="the files" error={query.error} retry={() => query.refetch()} />
    ) : (
      <Loading what="the files" />
    );
  return (
    <SpaceBetween size="l">
      <Sides {...props} limits={limits} files={filesOf(query.data)} />
      {query.hasNextPage && (
        <Box textAlign="center">
          <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            Show older
          </Button>
        </Box>
      )}
    </SpaceBetween>
  );
}

const onTheirWay = (files: readonly FileRow[]) =>
  files.filter((file) => placeOf(file) === 'ON_ITS_WAY' || isBeingReleased(file)).map(({ id }) => id);

interface SidesProps extends FilesProps {
  limits: FilePage;
  files: readonly FileRow[];
}

function Sides({ customerKey, accounts, account, limits, files }: SidesProps) {
  const { sendings, unsent } = useSending();
  const shown = files.filter(
    ({ account_number, id, state }) =>
      (account === undefined || account_number === account) && !(state === 'PENDING' && unsent.has(id)),
  );
  const news = useNews(shown);
  const places = byPlace(shown);
  const ours = sendings.filter(({ accountNumber }) => account === undefined || accountNumber === account);
  return (
    <div className="files">
      <Announced words={news.words} />
      <SpaceBetween size="l">
        <div className="files-sides">
          <SpaceBetween size="l">
            {useMayChange() && <AddFiles limits={limits} accounts={accounts} account={account} />}
            <Quarantine customerKey={customerKey} sendings={ours} arriving={places.ON_ITS_WAY} held={places.HELD} />
          </SpaceBetween>
          <Ready customerKey={customerKey} files={places.READY} arrived={news.arrived} />
        </div>
        {places.GONE.length > 0 && <Gone files={places.GONE} />}
      </SpaceBetween>
    </div>
  );
}

/** What is no more, out of the way: its line is all that was kept. */
const Gone = ({ files }: { files: readonly FileRow[] }) => (
  <ExpandableSection headerText={`${plural(files.length, 'file')} deleted or never arrived`}>
    <ul className="file-lines" aria-label="Deleted or never arrived">
      {files.map((file) => (
        <FileLine key={file.id} file={file} look={FILE_STATES[file.state]}>
          <div className="file-reason file-small">{[file.deleted_by, file.reason].filter(Boolean).join(': ')}</div>
        </FileLine>
      ))}
    </ul>
  </ExpandableSection>
);
