import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { enter, type NextStep } from './cognito';

export function Enter({ onDone }: { onDone: (next: NextStep) => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const signIn = useMutation({ mutationFn: () => enter(email.trim(), password), onSuccess: onDone });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (email.trim() && password) signIn.mutate();
      }}
    >
      <SpaceBetween size="m">
        {signIn.error && (
          <div role="alert">
            <Alert type="error">{signIn.error.message}</Alert>
          </div>
        )}
        <FormField label="Email address" errorText={asked && !email.trim() && 'Enter your email address'}>
          <Input
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            value={email}
            onChange={({ detail }) => setEmail(detail.value)}
          />
        </FormField>
        <FormField label="Password" errorText={asked && !password && 'Enter your password'}>
          <Input
            type="password"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={({ detail }) => setPassword(detail.value)}
          />
        </FormField>
        <Button variant="primary" formAction="submit" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </SpaceBetween>
    </form>
  );
}
