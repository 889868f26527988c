import Box from '@cloudscape-design/components/box';
import Table from '@cloudscape-design/components/table';
import type { SettingsDifference } from '../../lib/model';

/** What is not the same in two versions, value by value. */
export const DifferenceTable = ({ items, label }: { items: readonly SettingsDifference[]; label: string }) => (
  <Table
    variant="embedded"
    items={items}
    trackBy="field"
    wrapLines
    ariaLabels={{ tableLabel: label }}
    empty={<Box color="text-body-secondary">Nothing differs.</Box>}
    columnDefinitions={[
      { id: 'label', header: 'Setting', isRowHeader: true, cell: (each) => each.label },
      { id: 'before', header: 'Before', cell: (each) => <s>{each.before}</s> },
      { id: 'after', header: 'After', cell: (each) => <strong>{each.after}</strong> },
    ]}
  />
);
