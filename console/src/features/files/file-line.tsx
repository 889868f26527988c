import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { FileRow } from '../../lib/model';
import { type Look, nameOf } from './states';
import { broughtBy, factsOf } from './words';

interface FileLineProps {
  file: FileRow;
  /** How it stands, where that is not plain from the place it is in. */
  look?: Look;
  actions?: ReactNode;
  className?: string;
  children?: ReactNode;
}

/** One file in a list: its name as plain text, what is known of it, and what can be done. */
export const FileLine = ({ file, look, actions, className = '', children }: FileLineProps) => (
  <li className={`file-line ${className}`}>
    <div className="file-words">
      <div className="file-name">{nameOf(file)}</div>
      <div className="file-small">{factsOf(file)}</div>
      <div className="file-small figures">{broughtBy(file)}</div>
      {look && (
        <div className="file-reason">
          <StatusIndicator type={look.look}>{look.words}</StatusIndicator>
        </div>
      )}
      {children}
    </div>
    {actions && <div className="file-actions">{actions}</div>}
  </li>
);
