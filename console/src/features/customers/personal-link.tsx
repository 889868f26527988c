import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import { day, moment, plural } from '../../lib/format';
import type { Customer, Link } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Dialog } from '../../shell/dialog';
import { useFlash, useFlashFailure } from '../../shell/flashes';
import { QrCode } from '../../shell/qr-code';
import { customerQuery, regenerateLink, revokeLink } from './queries';

interface PersonalLinkProps {
  customer: Customer;
  link: Link | null;
}

type Asking = 'replace' | 'revoke';

/** The customer's own address of the portal. Absent for those whose role may not hold it. */
export function PersonalLink({ customer, link }: PersonalLinkProps) {
  const mayChange = useMayChange();
  const [asking, setAsking] = useState<Asking>();
  if (!link) return null;
  const actions = mayChange && customer.status !== 'ANONYMISED' && (
    <SpaceBetween direction="horizontal" size="xs">
      {link.state !== 'REVOKED' && <Button onClick={() => setAsking('revoke')}>Revoke link</Button>}
      <Button onClick={() => setAsking('replace')}>Replace link</Button>
    </SpaceBetween>
  );
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Give it to this customer only. It leads to their accounts after they confirm who they are."
          actions={actions}
        >
          Personal link
        </Header>
      }
    >
      {link.state === 'REVOKED' ? <Revoked link={link} /> : <Address customer={customer} link={link} />}
      {asking === 'replace' && <Replace customer={customer} onClose={() => setAsking(undefined)} />}
      {asking === 'revoke' && <Revoke customer={customer} onClose={() => setAsking(undefined)} />}
    </Container>
  );
}

const Revoked = ({ link }: { link: Link }) => (
  <StatusIndicator type="stopped">
    Revoked on {moment(link.created_at)}. Replace it to give this customer a new one.
  </StatusIndicator>
);

function Address({ customer, link }: { customer: Customer; link: Link }) {
  const flash = useFlash();
  const copy = async () => {
    await navigator.clipboard.writeText(link.url);
    flash({ type: 'success', content: `${customer.name}’s personal link was copied.` });
  };
  const lastOpened = link.last_opened_at ? `, last on ${moment(link.last_opened_at)}` : '';
  const expiry = link.state === 'EXPIRED' ? 'expired' : 'expires';
  return (
    <SpaceBetween size="s">
      <FormField
        label="Address"
        stretch
        description={`Created ${day(link.created_at)}, ${expiry} ${day(link.expires_at)}. Opened ${plural(link.opened_count, 'time')}${lastOpened}.`}
        warningText={link.state === 'EXPIRED' && 'This link does not work any more. Replace it to give a new one.'}
      >
        <div className="copyable">
          <div className="copyable-text">
            <Input readOnly value={link.url} />
          </div>
          <Button iconName="copy" onClick={copy}>
            Copy
          </Button>
        </div>
      </FormField>
      <ExpandableSection headerText="QR code">
        <QrCode text={link.url} label={`QR code of ${customer.name}’s personal link`} />
      </ExpandableSection>
    </SpaceBetween>
  );
}

function Revoke({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const queries = useQueryClient();
  const flash = useFlash();
  const { customer_key, version } = customer;
  const { queryKey } = customerQuery(customer_key);
  const reread = () => queries.invalidateQueries({ queryKey });
  const fail = useFlashFailure('The link was not revoked', reread);
  const revoke = useCommand(revokeLink, {
    success: () => {
      flash({ type: 'success', content: `${customer.name}’s personal link no longer works.` });
      reread();
      onClose();
    },
    failure: (error) => {
      fail(error);
      onClose();
    },
  });
  return (
    <Dialog
      header="Revoke the personal link?"
      submit="Revoke link"
      cancel="Keep the link"
      isBusy={revoke.isPending}
      onSubmit={() => revoke.mutate({ customer_key, version })}
      onClose={onClose}
    >
      <div>
        The link of <strong>{customer.name}</strong> stops working at once, also in messages already sent, and there is
        no new one. Anyone signed in with it is signed out at their next step.
      </div>
    </Dialog>
  );
}

function Replace({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const queries = useQueryClient();
  const flash = useFlash();
  const fail = useFlashFailure('The link was not replaced');
  const query = customerQuery(customer.customer_key);
  const replace = useCommand(regenerateLink, {
    success: () => {
      flash({ type: 'success', content: `${customer.name} has a new personal link. The old one no longer works.` });
      queries.invalidateQueries({ queryKey: query.queryKey });
      onClose();
    },
    failure: (error) => {
      fail(error);
      queries.invalidateQueries({ queryKey: query.queryKey });
      onClose();
    },
  });
  const { customer_key, version } = customer;
  return (
    <Modal
      visible
      onDismiss={onClose}
      header="Replace the personal link?"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Keep the link
            </Button>
            <Button
              variant="primary"
              loading={replace.isPending}
              onClick={() => replace.mutate({ customer_key, version })}
            >
              Replace link
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      The link that <strong>{customer.name}</strong> has now stops working at once, also in messages already sent.
      Anyone signed in with it is signed out.
    </Modal>
  );
}
