import './tasks.css';
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { type ReactNode, useState } from 'react';
import { day, moment } from '../../lib/format';
import type { Task } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { PageLink } from '../../shell/links';
import { ResolveDialog } from './resolve-dialog';
import { TaskDialog } from './task-dialog';

type Shown = Pick<TableProps, 'header' | 'empty' | 'loading' | 'footer' | 'filter' | 'variant'>;

interface TaskTableProps extends Shown {
  tasks: readonly Task[];
  /** On the page of one customer their name goes without saying. */
  ofOneCustomer?: boolean;
}

/** Tasks, open ones first, with what can be done about them. */
export function TaskTable({ tasks, ofOneCustomer, ...shown }: TaskTableProps) {
  const mayChange = useMayChange();
  const [asking, setAsking] = useState<{ what: 'EDIT' | 'RESOLVE'; task: Task }>();
  const close = () => setAsking(undefined);
  const columns = [
    ...(ofOneCustomer ? [] : [CUSTOMER]),
    WHAT,
    DUE,
    FOR,
    {
      id: 'actions',
      header: 'Actions',
      cell: (task: Task) => <Actions task={task} mayChange={mayChange} onAsk={(what) => setAsking({ what, task })} />,
    },
  ];
  return (
    <>
      <Table
        {...shown}
        wrapLines
        items={tasks}
        trackBy="id"
        loadingText="Loading tasks"
        ariaLabels={{ tableLabel: 'Tasks' }}
        columnDefinitions={columns}
      />
      {asking?.what === 'EDIT' && (
        <TaskDialog customerKey={asking.task.customer_key} task={asking.task} onClose={close} />
      )}
      {asking?.what === 'RESOLVE' && <ResolveDialog task={asking.task} onClose={close} />}
    </>
  );
}

const CUSTOMER: TableProps.ColumnDefinition<Task> = {
  id: 'customer',
  header: 'Customer',
  isRowHeader: true,
  width: 180,
  cell: (task) =>
    task.customer_id ? (
      <>
        <PageLink to={`/customers/${encodeURIComponent(task.customer_key)}#tab=tasks`}>{task.customer_name}</PageLink>
        <Small>{task.account ? `${task.customer_id}, account ${task.account}` : task.customer_id}</Small>
      </>
    ) : (
      'No longer held'
    ),
};

const WHAT: TableProps.ColumnDefinition<Task> = {
  id: 'what',
  header: 'What to do',
  minWidth: 200,
  cell: (task) => (
    <SpaceBetween size="xxs">
      {task.notes && <div className="task-notes">{task.notes}</div>}
      {!task.notes && task.tags.length === 0 && <Box color="text-status-inactive">Nothing was written down</Box>}
      {task.tags.length > 0 && (
        <SpaceBetween direction="horizontal" size="xxs">
          {task.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </SpaceBetween>
      )}
      {task.resolution && <Small>Done: {task.resolution}</Small>}
      <Small>
        {task.created_by}, {moment(task.created_at)}
      </Small>
    </SpaceBetween>
  ),
};

const DUE: TableProps.ColumnDefinition<Task> = {
  id: 'due',
  header: 'Due',
  width: 130,
  cell: (task) => (
    <>
      <span className="figures">{day(task.due)}</span>
      <div>
        <Standing task={task} />
      </div>
    </>
  ),
};

const FOR: TableProps.ColumnDefinition<Task> = {
  id: 'for',
  header: 'For',
  width: 150,
  cell: (task) => (
    <>
      {task.user_name ?? 'Nobody yet'}
      <Small>
        {task.kind === 'QUEUE' ? 'Queue' : 'Group'} {task.team_name}
      </Small>
    </>
  ),
};

function Standing({ task: { status, overdue, finished_by } }: { task: Task }) {
  if (status === 'RESOLVED') return <StatusIndicator type="success">Done by {finished_by}</StatusIndicator>;
  if (status === 'CANCELLED') return <StatusIndicator type="stopped">Cancelled</StatusIndicator>;
  return overdue ? (
    <StatusIndicator type="error">Overdue</StatusIndicator>
  ) : (
    <StatusIndicator type="pending">Open</StatusIndicator>
  );
}

interface ActionsProps {
  task: Task;
  mayChange: boolean;
  onAsk: (what: 'EDIT' | 'RESOLVE') => void;
}

function Actions({ task, mayChange, onAsk }: ActionsProps) {
  if (!mayChange || task.status !== 'OPEN') return '–';
  const about = task.customer_name ?? 'this customer';
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button
        variant="inline-link"
        wrapText={false}
        ariaLabel={`Resolve the task about ${about}`}
        onClick={() => onAsk('RESOLVE')}
      >
        Resolve
      </Button>
      <Button
        variant="inline-link"
        wrapText={false}
        ariaLabel={`Edit the task about ${about}`}
        onClick={() => onAsk('EDIT')}
      >
        Edit
      </Button>
    </SpaceBetween>
  );
}

const Small = ({ children }: { children: ReactNode }) => (
  <Box variant="small" display="block" color="text-body-secondary">
    {children}
  </Box>
);
