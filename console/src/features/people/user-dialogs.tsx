import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import { useState } from 'react';
import type { User } from '../../lib/model';
import { ROLE_WORDS, type Role } from '../../lib/roles';
import { Dialog, fieldError } from '../../shell/dialog';
import { changeRole, disableUser, enableUser, inviteUser, remindUser } from './queries';
import { usePeopleChange } from './use-people-change';

const MAY: Record<Role, string> = {
  admin: 'Everything an agent does, and people, queues and settings.',
  agent: 'Works with customers: imports, links, payments, tasks.',
  security: 'Reads, and sees, deletes and releases files that are held in quarantine.',
  viewer: 'Reads and changes nothing; sees no personal links.',
};

const RoleField = ({ role, onChange }: { role: Role; onChange: (role: Role) => void }) => (
  <FormField label="Role">
    <RadioGroup
      value={role}
      onChange={({ detail }) => onChange(detail.value as Role)}
      items={(['agent', 'viewer', 'security', 'admin'] as const).map((value) => ({
        value,
        label: ROLE_WORDS[value],
        description: MAY[value],
      }))}
    />
  </FormField>
);

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const invite = usePeopleChange(inviteUser, {
    done: `${name.trim()} was invited. A temporary password is on its way by email.`,
    failed: 'Nobody was invited',
    onClose,
  });
  return (
    <Dialog
      header="Invite somebody"
      submit="Send the invitation"
      isBusy={invite.isPending}
      error={invite.error}
      fields={['email', 'name']}
      onSubmit={() => invite.mutate({ email, name, role })}
      onClose={onClose}
    >
      <FormField label="Name" errorText={fieldError(invite.error, 'name')}>
        <Input value={name} onChange={({ detail }) => setName(detail.value.slice(0, 200))} autoComplete={false} />
      </FormField>
      <FormField
        label="Email address"
        constraintText="They sign in with it. The temporary password is good for three days."
        errorText={fieldError(invite.error, 'email')}
      >
        <Input
          type="email"
          value={email}
          onChange={({ detail }) => setEmail(detail.value.slice(0, 254))}
          autoComplete={false}
        />
      </FormField>
      <RoleField role={role} onChange={setRole} />
    </Dialog>
  );
}

export type UserAction = 'ROLE' | 'REMIND' | 'DISABLE' | 'ENABLE';

interface UserDialogProps {
  user: User;
  onClose: () => void;
}

/** One change of one person, with what it leads to. */
export function UserDialog({ action, ...props }: UserDialogProps & { action: UserAction }) {
  return action === 'ROLE' ? <RoleDialog {...props} /> : <Confirm action={action} {...props} />;
}

function RoleDialog({ user, onClose }: UserDialogProps) {
  const [role, setRole] = useState<Role>(user.role);
  const change = usePeopleChange(changeRole, {
    done: `${user.name} is ${ROLE_WORDS[role].toLowerCase()} now.`,
    failed: 'The role was not changed',
    onClose,
  });
  const { id, version } = user;
  return (
    <Dialog
      header={`Change the role of ${user.name}`}
      submit="Change role"
      isBusy={change.isPending}
      error={change.error}
      onSubmit={() => (role === user.role ? onClose() : change.mutate({ id, version, role }))}
      onClose={onClose}
    >
      <RoleField role={role} onChange={setRole} />
      <Alert type="info">Rights that are lost are gone at once. New ones come with the next quarter of an hour.</Alert>
    </Dialog>
  );
}

const CONFIRMED = {
  REMIND: {
    send: remindUser,
    header: (name: string) => `Send ${name} the invitation again?`,
    effect: 'They get a new temporary password. The one before stops working.',
    submit: 'Send again',
    done: (name: string) => `The invitation of ${name} was sent again.`,
    failed: 'The invitation was not sent',
  },
  DISABLE: {
    send: disableUser,
    header: (name: string) => `Disable ${name}?`,
    effect: 'They are signed out at their next step and cannot sign in. Their open tasks go back to queue or group.',
    submit: 'Disable',
    done: (name: string) => `${name} no longer has access.`,
    failed: 'Nobody was disabled',
  },
  ENABLE: {
    send: enableUser,
    header: (name: string) => `Enable ${name} again?`,
    effect: 'They can sign in with the password and role they had.',
    submit: 'Enable',
    done: (name: string) => `${name} has access again.`,
    failed: 'Nobody was enabled',
  },
};

function Confirm({ action, user, onClose }: UserDialogProps & { action: Exclude<UserAction, 'ROLE'> }) {
  const { send, header, effect, submit, done, failed } = CONFIRMED[action];
  const change = usePeopleChange(send, { done: done(user.name), failed, onClose });
  const { id, version } = user;
  return (
    <Dialog
      header={header(user.name)}
      submit={submit}
      isBusy={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate({ id, version })}
      onClose={onClose}
    >
      {effect}
    </Dialog>
  );
}
