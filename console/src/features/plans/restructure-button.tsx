import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { useMayChange } from '../../lib/roles';
import { Restructure } from './restructure';

/** Opens the dialog that makes one plan of all that a customer owes. */
export function RestructureButton({ customerKey }: { customerKey: string }) {
  const [isOpen, setOpen] = useState(false);
  if (!useMayChange()) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Restructure all claims</Button>
      {isOpen && <Restructure customerKey={customerKey} onClose={() => setOpen(false)} />}
    </>
  );
}
