import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../lib/command';
import { day, moment, plural } from '../../lib/format';
import type { Customer, Link } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { useFlash, useFlashFailure } from '../../shell/flashes';
import { customerQuery, regenerateLink } from './queries';

interface PersonalLinkProps {
  customer: Customer;
  link: Link | null;
}

/** The customer's own address of the portal. Absent for those whose role may not hold it. */
export function PersonalLink({ customer, link }: PersonalLinkProps) {
  const mayChange = useMayChange();
  const flash = useFlash();
  const [isAsking, setAsking] = useState(false);
  if (!link) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(link.url);
    flash({ type: 'success', content: `${customer.name}’s personal link was copied.` });
  };
  const lastOpened = link.last_opened_at ? `, last on ${moment(link.last_opened_at)}` : '';
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Give it to this customer only. It leads to their accounts after they confirm who they are."
          actions={mayChange && <Button onClick={() => setAsking(true)}>Replace link</Button>}
        >
          Personal link
        </Header>
      }
    >
      <FormField
        label="Address"
        stretch
        description={`Created ${day(link.created_at)}, expires ${day(link.expires_at)}. Opened ${plural(link.opened_count, 'time')}${lastOpened}.`}
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
      {isAsking && <Replace customer={customer} onClose={() => setAsking(false)} />}
    </Container>
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
