import Alert from '@cloudscape-design/components/alert';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import { plural } from '../../lib/format';
import { isBuilding } from '../../shell/build-state';
import { Loaded } from '../../shell/loaded';
import { countQuery } from './queries';
import { Reasons } from './reasons';

/** How many a segment holds: everybody is looked at, so it says how far it is. */
export function Counted({ id }: { id: string }) {
  const query = useQuery(countQuery(id));
  return (
    <div aria-live="polite">
      <Loaded query={query} what="the count">
        {(counted) => {
          if (isBuilding(counted.state)) {
            return (
              <StatusIndicator type="in-progress">
                Counting: {plural(counted.looked_at, 'customer')} looked at so far
              </StatusIndicator>
            );
          }
          if (counted.included + counted.excluded === 0) {
            return (
              <Alert type="info" header="No customer matches these filters">
                {plural(counted.looked_at, 'customer was', 'customers were')} looked at. A campaign would have no file.
              </Alert>
            );
          }
          return (
            <Alert
              type={counted.included ? 'success' : 'warning'}
              header={`${plural(counted.included, 'customer')} would be in the campaign file`}
            >
              {counted.excluded > 0 && (
                <>
                  {plural(counted.excluded, 'more matches but is', 'more match but are')} left out:
                  <Reasons byReason={counted.by_reason} />
                </>
              )}
            </Alert>
          );
        }}
      </Loaded>
    </div>
  );
}
