import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import { useMutation } from '@tanstack/react-query';
import { download } from '../lib/download';
import { useFlashFailure } from './flashes';

interface DownloadButtonProps {
  children: string;
  /** Asks for a fresh, short-lived address: one is made, and recorded, for every download. */
  address: () => Promise<string>;
  variant?: ButtonProps.Variant;
  ariaLabel?: string;
}

export function DownloadButton({ children, address, ...look }: DownloadButtonProps) {
  const fail = useFlashFailure('The download did not start');
  const start = useMutation({ mutationFn: address, onSuccess: download, onError: fail });
  return (
    <Button iconName="download" loading={start.isPending} onClick={() => start.mutate()} {...look}>
      {children}
    </Button>
  );
}
