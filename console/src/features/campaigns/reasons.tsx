import { count, words } from '../../lib/format';
import type { Campaign } from '../../lib/model';

/** How many are left out for which reason. */
export const Reasons = ({ byReason }: { byReason: Campaign['by_reason'] }) => (
  <ul className="plain">
    {Object.entries(byReason).map(([reason, customers]) => (
      <li key={reason}>
        {words(reason)}: {count(customers)}
      </li>
    ))}
    {Object.keys(byReason).length === 0 && <li>Nobody</li>}
  </ul>
);
