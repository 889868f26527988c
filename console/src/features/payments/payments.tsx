import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo } from 'react';
import { useFilters } from '../../lib/address';
import { useMayChange } from '../../lib/roles';
import { Page } from '../../shell/page';
import { PaymentFiles } from './files';
import { FilterFields } from './filter-fields';
import { askOf, filtersOf } from './filters';
import { PaymentList } from './payment-list';
import { CreditorReports } from './reports';
import { Totals } from './totals';

/** The history of all customers' payments: looked at, summed, taken as a file, and reported to the creditor. */
export function Payments() {
  const [filters, show] = useFilters(filtersOf);
  const ask = useMemo(() => askOf(filters), [filters]);
  const mayChange = useMayChange();
  return (
    <Page title="Payments" description="Money of all customers, newest first. Money that went back stands below zero.">
      <SpaceBetween size="l">
        <FilterFields key={JSON.stringify(filters)} filters={filters} show={show} />
        {mayChange && <Totals key={JSON.stringify(ask)} filters={ask} />}
        <PaymentList filters={ask} />
        <PaymentFiles mayTake={mayChange} />
        <CreditorReports />
      </SpaceBetween>
    </Page>
  );
}
