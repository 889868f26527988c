import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { choosePassword, type NextStep } from './cognito';
import { PASSWORD_RULES } from './password';

/** Asked of everyone who came with a temporary password. */
export function ChoosePassword({ onDone }: { onDone: (next: NextStep) => void }) {
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [asked, setAsked] = useState(false);
  const choose = useMutation({ mutationFn: () => choosePassword(password), onSuccess: onDone });
  const isStrong = PASSWORD_RULES.every(({ holds }) => holds(password));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (isStrong && password === repeated) choose.mutate();
      }}
    >
      <SpaceBetween size="m">
        {choose.error && (
          <div role="alert">
            <Alert type="error">{choose.error.message}</Alert>
          </div>
        )}
        <div>You signed in with a temporary password. Choose one that only you know.</div>
        <FormField
          label="New password"
          errorText={asked && !isStrong && 'The password does not meet every rule yet'}
          constraintText={<Rules password={password} />}
        >
          <Input
            type="password"
            name="new-password"
            autoComplete="new-password"
            autoFocus
            value={password}
            onChange={({ detail }) => setPassword(detail.value)}
          />
        </FormField>
        <FormField
          label="New password again"
          errorText={asked && isStrong && password !== repeated && 'The two passwords differ'}
        >
          <Input
            type="password"
            name="new-password-again"
            autoComplete="new-password"
            value={repeated}
            onChange={({ detail }) => setRepeated(detail.value)}
          />
        </FormField>
        <Button variant="primary" formAction="submit" fullWidth loading={choose.isPending}>
          Save and continue
        </Button>
      </SpaceBetween>
    </form>
  );
}

const Rules = ({ password }: { password: string }) =>
  PASSWORD_RULES.map(({ words, holds }) => (
    <span key={words} className="rule">
      <StatusIndicator type={holds(password) ? 'success' : 'pending'}>{words}</StatusIndicator>
    </span>
  ));
