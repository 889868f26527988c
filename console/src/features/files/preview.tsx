import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FileRow } from '../../lib/model';
import { Loaded } from '../../shell/loaded';
import { pictureAddress } from './queries';
import { nameOf } from './states';

interface PreviewProps {
  customerKey: string;
  file: FileRow;
}

/** Shows the picture as it was drawn anew from the file: never the file itself. */
export function Preview(props: PreviewProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="inline-link" ariaLabel={`Preview ${nameOf(props.file)}`} onClick={() => setOpen(true)}>
        Preview
      </Button>
      {isOpen && <Picture {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function Picture({ customerKey, file, onClose }: PreviewProps & { onClose: () => void }) {
  const [isBroken, setBroken] = useState(false);
  const query = useQuery({
    queryKey: ['customer', customerKey, 'files', file.id, 'picture'],
    queryFn: () => pictureAddress({ customer_key: customerKey, id: file.id }),
    // The address is good for a minute, and each is recorded: asked for once, and not kept.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Modal visible size="large" header={nameOf(file)} onDismiss={onClose}>
      <Loaded query={query} what="the picture">
        {(url) =>
          isBroken ? (
            <Alert type="error">The picture could not be shown. Close this and open it again, or download it.</Alert>
          ) : (
            <img className="file-picture" src={url} alt={nameOf(file)} onError={() => setBroken(true)} />
          )
        }
      </Loaded>
    </Modal>
  );
}
