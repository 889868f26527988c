import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { moment, words } from '../../lib/format';
import type { Hold } from '../../lib/model';
import { Held } from '../../shell/held';
import { Loaded } from '../../shell/loaded';
import { viewHold } from './queries';
import { STEPS, SUPPORT } from './words';

interface Props {
  customerKey: string;
  hold: Hold;
  onClose: () => void;
}

/** One hold with all that is held about it, for administrators. Opening it is written down, so it is asked for once. */
export function HoldDetail({ customerKey, hold, onClose }: Props) {
  const query = useQuery({
    queryKey: ['hold-detail', customerKey, hold.id],
    queryFn: () => viewHold({ customer_key: customerKey, id: hold.id }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Modal
      visible
      header={hold.name}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </Box>
      }
    >
      <Loaded query={query} what="the detail">
        {({ kind, steps }) => (
          <SpaceBetween size="l">
            <Box>
              This is a hold of the kind <b>{words(kind)}</b>. That you looked is in the diary.
            </Box>
            {steps.map((step) => (
              <KeyValuePairs
                key={step.id}
                columns={2}
                items={[
                  { label: STEPS[step.step], value: `${moment(step.at)}, ${step.actor_name}` },
                  { label: 'Reason', value: <Held>{step.reason}</Held> },
                  { label: 'Note', value: <Held>{step.note}</Held> },
                  { label: 'Register reference', value: <Held>{step.register_reference}</Held> },
                  { label: 'Adviser', value: <Held>{step.adviser}</Held> },
                  {
                    label: 'What helps',
                    value: <Held>{step.support.map((each) => SUPPORT[each]).join(', ')}</Held>,
                  },
                ]}
              />
            ))}
          </SpaceBetween>
        )}
      </Loaded>
    </Modal>
  );
}
