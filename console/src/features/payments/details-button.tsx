import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { PaymentDetails } from './payment-details';

interface DetailsButtonProps {
  customerKey: string;
  id: string;
  reference: string;
}

/** Opens everything about one payment from its row in a list. */
export function DetailsButton({ customerKey, id, reference }: DetailsButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="inline-link"
        wrapText={false}
        ariaLabel={`View details of payment ${reference}`}
        onClick={() => setOpen(true)}
      >
        View details
      </Button>
      {isOpen && (
        <PaymentDetails customerKey={customerKey} id={id} reference={reference} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
