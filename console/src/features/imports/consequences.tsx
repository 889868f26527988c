import Checkbox from '@cloudscape-design/components/checkbox';
import { count, plural } from '../../lib/format';
import type { Upload } from '../../lib/model';
import type { Said } from './queries';

export const NOTHING_SAID: Said = { allow_recreate: false, allow_closures: false };

/** Whether everything has been said that the import asks for. */
export const isSaid = ({ closures }: Upload, said: Said) => !closures?.is_many || said.allow_closures;

interface ConsequencesProps {
  upload: Upload;
  said: Said;
  say: (said: Said) => void;
}

/** What confirming an import means, and what has to be said beyond the yes. */
export function Consequences({ upload, said, say }: ConsequencesProps) {
  const { filename, rows, customers, differences, by_code, closures } = upload;
  const deleted = by_code.E_DELETED_CUSTOMER ?? 0;
  return (
    <>
      <p>
        From <strong>{filename}</strong>:
      </p>
      <ul>
        <li>
          {plural(rows.new, 'account')} will be created
          {customers.new > 0 && `, with ${plural(customers.new, 'new customer')}`}
        </li>
        <li>{plural(rows.changed, 'account')} will be updated</li>
        <li>{plural(rows.unchanged, 'account stays as it is', 'accounts stay as they are')}</li>
        {(differences.NEW_HOLD ?? 0) > 0 && (
          <li>{plural(differences.NEW_HOLD ?? 0, 'hold')} will be placed on new customers</li>
        )}
        {(differences.OVERWRITTEN ?? 0) > 0 && (
          <li>
            <strong>{plural(differences.OVERWRITTEN ?? 0, 'value')}</strong> that a person has changed will be replaced
          </li>
        )}
        {closures && (
          <li>
            {plural(closures.absent, 'account')} of {count(closures.open)} open ones{' '}
            {closures.absent === 1 ? 'is' : 'are'} not in the file and will be closed
          </li>
        )}
        {rows.rejected > 0 && <li>{plural(rows.rejected, 'row')} will be left out</li>}
      </ul>
      {closures?.is_many && (
        <Checkbox
          checked={said.allow_closures}
          onChange={({ detail }) => say({ ...said, allow_closures: detail.checked })}
          description={`That is more than ${closures.limit_percent} % of the open accounts. Check first that the file is whole.`}
        >
          Close {plural(closures.absent, 'account')}
        </Checkbox>
      )}
      {deleted > 0 && (
        <Checkbox
          checked={said.allow_recreate}
          onChange={({ detail }) => say({ ...said, allow_recreate: detail.checked })}
          description={`${plural(deleted, 'row names', 'rows name')} a customer who was deleted. Otherwise they are left out. The diary says who created them anew.`}
        >
          Create deleted customers anew
        </Checkbox>
      )}
      <p>An import that has begun goes on to its end.</p>
    </>
  );
}
