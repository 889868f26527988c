import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { moment, phone } from '../../lib/format';
import type { Message, WholeCustomer } from '../../lib/model';
import { Empty } from '../../shell/empty';
import { Failed, Loaded } from '../../shell/loaded';
import { messageQuery, messagesQuery } from './queries';
import { SendLink } from './send-link';
import { CHANNEL_WORDS, MessageState, TEXT_WORDS } from './words';
import './messages.css';

/** Everything that was sent to this customer or came from them, and what became of it. */
export function MessagesTab({ page }: { page: WholeCustomer }) {
  const key = page.customer.customer_key;
  const query = useInfiniteQuery(messagesQuery(key));
  const [opened, setOpened] = useState<Message>();
  if (query.isError) return <Failed what="the messages" error={query.error} retry={() => query.refetch()} />;
  const messages = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <Table
        variant="container"
        items={messages}
        trackBy="id"
        loading={query.isPending}
        loadingText="Loading messages"
        ariaLabels={{ tableLabel: 'Messages' }}
        wrapLines
        header={
          <Header
            variant="h2"
            counter={`(${messages.length}${query.hasNextPage ? '+' : ''})`}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Refresh" onClick={() => query.refetch()} />
                <SendLink page={page} />
              </SpaceBetween>
            }
          >
            Messages
          </Header>
        }
        empty={<Empty title="No messages">Nothing has been sent to this customer yet.</Empty>}
        footer={
          query.hasNextPage && (
            <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
              Show older
            </Button>
          )
        }
        columnDefinitions={[
          {
            id: 'text',
            header: 'Message',
            cell: (message) => (
              <Link onFollow={() => setOpened(message)} ariaLabel={`Show ${TEXT_WORDS[message.text]}`}>
                {TEXT_WORDS[message.text]}
              </Link>
            ),
            isRowHeader: true,
          },
          { id: 'channel', header: 'By', cell: ({ channel }) => CHANNEL_WORDS[channel] ?? channel },
          { id: 'at', header: 'When', cell: ({ sent_at, asked_at }) => moment(sent_at ?? asked_at) },
          { id: 'by', header: 'Asked by', cell: ({ asked_by }) => asked_by },
          {
            id: 'state',
            header: 'Status',
            cell: (message) => (
              <>
                <MessageState message={message} />
                {message.reason && <Box variant="small">{message.reason}</Box>}
              </>
            ),
          },
        ]}
      />
      {opened && <Copy customerKey={key} message={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

interface CopyProps {
  customerKey: string;
  message: Message;
  onClose: () => void;
}

/** The words as they went out. The secret of a link is not kept, and HTML is never shown. */
function Copy({ customerKey, message, onClose }: CopyProps) {
  const [key] = useState(() => crypto.randomUUID());
  const query = useQuery(messageQuery(customerKey, message.id, key));
  return (
    <Modal visible header={TEXT_WORDS[message.text]} onDismiss={onClose}>
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'By', value: CHANNEL_WORDS[message.channel] ?? message.channel },
            { label: 'To', value: message.to ? phone(message.to) : 'Us' },
            { label: 'Asked for', value: moment(message.asked_at) },
            { label: 'Status', value: <MessageState message={message} /> },
          ]}
        />
        {message.reason && <Box>{message.reason}</Box>}
        <Loaded query={query} what="the message">
          {({ subject, words }) =>
            words == null ? (
              <Box color="text-body-secondary">
                {message.state === 'QUEUED'
                  ? 'Nothing has been sent yet.'
                  : message.sent_at
                    ? 'The copy of this message is no longer kept.'
                    : 'Nothing was sent.'}
              </Box>
            ) : (
              <SpaceBetween size="xs">
                {subject && <Box fontWeight="bold">{subject}</Box>}
                <pre className="message-text">{words}</pre>
              </SpaceBetween>
            )
          }
        </Loaded>
      </SpaceBetween>
    </Modal>
  );
}
