import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { WholeCustomer } from '../../lib/model';
import { useMayChange } from '../../lib/roles';
import { Empty } from '../../shell/empty';
import { Failed } from '../../shell/loaded';
import { customerTasksQuery } from './queries';
import { TaskDialog } from './task-dialog';
import { TaskTable } from './task-table';

/** What is to do, and what was done, about one customer. */
export function CustomerTasks({ page: { customer, accounts } }: { page: WholeCustomer }) {
  const query = useInfiniteQuery(customerTasksQuery(customer.customer_key));
  const [isCreating, setCreating] = useState(false);
  const mayChange = useMayChange();
  if (query.isError) return <Failed what="the tasks" error={query.error} retry={() => query.refetch()} />;
  const tasks = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const create = mayChange && <Button onClick={() => setCreating(true)}>Create task</Button>;
  return (
    <>
      <TaskTable
        variant="container"
        ofOneCustomer
        tasks={tasks}
        loading={query.isPending}
        header={
          <Header variant="h2" counter={`(${tasks.length}${query.hasNextPage ? '+' : ''})`} actions={create}>
            Tasks
          </Header>
        }
        empty={<Empty title="No tasks">Nothing is to be done about this customer.</Empty>}
        footer={
          query.hasNextPage && (
            <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
              Show older
            </Button>
          )
        }
      />
      {isCreating && (
        <TaskDialog
          customerKey={customer.customer_key}
          accounts={accounts.map(({ number }) => number)}
          onClose={() => setCreating(false)}
        />
      )}
    </>
  );
}
