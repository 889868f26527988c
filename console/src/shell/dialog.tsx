import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useId } from 'react';
import { ApiError, wordsFor } from '../lib/errors';

interface DialogProps {
  header: string;
  submit: string;
  cancel?: string;
  isBusy: boolean;
  /** Shown, and nothing can be done: the body says why. */
  isForbidden?: boolean;
  /** Why it was refused; of a field that shows it by itself, name the field in `fields`. */
  error?: unknown;
  fields?: readonly string[];
  size?: 'small' | 'medium' | 'large';
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Asks for something and does it. Enter submits; cancelling writes nothing. */
export function Dialog({
  header,
  submit,
  cancel = 'Cancel',
  isBusy,
  isForbidden = false,
  onSubmit,
  onClose,
  children,
  ...more
}: DialogProps) {
  const form = useId();
  const isShownBeside = more.error instanceof ApiError && more.fields?.includes(more.error.field);
  return (
    <Modal
      visible
      size={more.size ?? 'medium'}
      position={more.size === 'large' ? 'top' : 'center'}
      header={header}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {cancel}
            </Button>
            <Button variant="primary" formAction="submit" form={form} loading={isBusy} disabled={isForbidden}>
              {submit}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy && !isForbidden) onSubmit();
        }}
      >
        <SpaceBetween size="m">
          {more.error != null && !isShownBeside && <Alert type="error">{wordsFor(more.error)}</Alert>}
          {children}
        </SpaceBetween>
      </form>
    </Modal>
  );
}

/** The words of a refusal that is about this field. */
export const fieldError = (error: unknown, field: string) =>
  error instanceof ApiError && error.field === field ? error.message : undefined;
