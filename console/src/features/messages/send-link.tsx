import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import { moment, phone } from '../../lib/format';
import type { MessageAsk, MessagePreview, WholeCustomer } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Dialog } from '../../shell/dialog';
import { useFlash } from '../../shell/flashes';
import { Loaded } from '../../shell/loaded';
import { previewQuery, sendMessage } from './queries';
import { CHANNEL_WORDS } from './words';
import './messages.css';

type LinkText = MessageAsk['text'];

const NAMES: Record<LinkText, [button: string, header: string]> = {
  link: ['Send link', 'Send the personal link'],
  'way-to-pay-link': ['Send set-up link', 'Send the link to save a way to pay'],
};

interface SendLinkProps {
  page: WholeCustomer;
  text?: LinkText;
}

/** A button that shows exactly what would go out, and sends it as far as the rules allow. */
export function SendLink({ page: { customer, link }, text = 'link' }: SendLinkProps) {
  const mayChange = useMayChange();
  const [isAsking, setAsking] = useState(false);
  if (!mayChange || !link || customer.status === 'ANONYMISED') return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{NAMES[text][0]}</Button>
      {isAsking && (
        <SendDialog
          customerKey={customer.customer_key}
          name={customer.name}
          text={text}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface SendDialogProps {
  customerKey: string;
  name: string;
  text: LinkText;
  onClose: () => void;
}

function SendDialog({ customerKey, name, text, onClose }: SendDialogProps) {
  const queries = useQueryClient();
  const flash = useFlash();
  const [channel, setChannel] = useState<MessageAsk['channel']>('SMS');
  const ask: MessageAsk = { text, channel };
  const preview = useQuery(previewQuery(customerKey, ask));
  const send = useCommand(sendMessage, {
    success: ({ waits_until, asked_at }) => {
      const waits = waits_until && new Date(waits_until) > new Date(asked_at);
      const when = waits ? `will be sent on ${moment(waits_until)}` : 'is on its way';
      flash({ type: 'success', content: `${name}’s personal link ${when}.` });
      queries.invalidateQueries({ queryKey: ['customer', customerKey] });
      onClose();
    },
  });
  const isForbidden = !preview.data || (!preview.data.allowed && !preview.data.not_before);
  return (
    <Dialog
      header={NAMES[text][1]}
      submit={preview.data?.not_before ? 'Send when allowed' : 'Send link'}
      isBusy={send.isPending}
      isForbidden={isForbidden}
      error={send.error}
      onSubmit={() => send.mutate({ customer_key: customerKey, ...ask })}
      onClose={onClose}
    >
      <FormField label="Send it by">
        <SegmentedControl
          selectedId={channel}
          label="Send it by"
          onChange={({ detail }) => setChannel(detail.selectedId as MessageAsk['channel'])}
          options={[
            { id: 'SMS', text: CHANNEL_WORDS.SMS },
            { id: 'EMAIL', text: CHANNEL_WORDS.EMAIL },
          ]}
        />
      </FormField>
      <Loaded query={preview} what="what would be sent">
        {(shown) => <Shown preview={shown} />}
      </Loaded>
    </Dialog>
  );
}

const Shown = ({ preview }: { preview: MessagePreview }) => (
  <SpaceBetween size="s">
    <WhyNot preview={preview} />
    {preview.to && (
      <div>
        <Box variant="awsui-key-label">To</Box>
        <span className="figures">{phone(preview.to)}</span>
      </div>
    )}
    {preview.subject && (
      <div>
        <Box variant="awsui-key-label">Subject</Box>
        {preview.subject}
      </div>
    )}
    {preview.text && (
      <div>
        <Box variant="awsui-key-label">Message</Box>
        <pre className="message-text">{preview.text}</pre>
      </div>
    )}
  </SpaceBetween>
);

function WhyNot({ preview: { allowed, why_not, not_before } }: { preview: MessagePreview }) {
  if (allowed) return null;
  const words = why_not.join(' ');
  if (not_before)
    return (
      <Alert type="info" header={`It will wait until ${moment(not_before)}`}>
        {words}
      </Alert>
    );
  return (
    <Alert type="warning" header="It cannot be sent">
      {words}
    </Alert>
  );
}
