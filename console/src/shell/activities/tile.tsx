import './activities.css';
import Icon, { type IconProps } from '@cloudscape-design/components/icon';
import { Fragment, useId } from 'react';
import { moment, words } from '../../lib/format';
import type { Activity } from '../../lib/model';
import { PageLink } from '../links';
import { ACTOR_WORDS, actorWords, TRIGGER_WORDS } from './actors';
import { changedFields, shownChange } from './change';
import { linksOf } from './links';

type ActorType = Activity['actor']['type'];

const ACTOR_ICONS: Record<ActorType, IconProps.Name> = {
  CUSTOMER: 'user-profile',
  AGENT: 'contact',
  SYSTEM: 'settings',
  API: 'script',
  IMPORT: 'upload',
  PROVIDER: 'settings',
};

interface ActivityTileProps {
  customerKey: string;
  activity: Activity;
  isOpen: boolean;
  onTurn: () => void;
}

/** One line of the diary: what, who and when; opened, everything that is known of it. */
export function ActivityTile({ customerKey, activity, isOpen, onTurn }: ActivityTileProps) {
  const body = useId();
  const { actor, label, occurred_at, trigger } = activity;
  return (
    <li className="activity">
      <button type="button" className="activity-head" aria-expanded={isOpen} aria-controls={body} onClick={onTurn}>
        <span className="activity-actor" data-actor={actor.type}>
          <Icon name={ACTOR_ICONS[actor.type] ?? 'settings'} size="small" />
        </span>
        <span className="activity-words">
          <span className="activity-title">
            <span className="activity-label">{label}</span>
            <span className="activity-trigger">{TRIGGER_WORDS[trigger]}</span>
          </span>
          <span className="activity-line">
            <span className="activity-by">
              {ACTOR_WORDS[actor.type] ?? actor.type}
              {actor.type === 'AGENT' && ` ${actor.name}`}
            </span>
            <time className="activity-when" dateTime={occurred_at}>
              {moment(occurred_at)}
            </time>
          </span>
        </span>
        <Icon name={isOpen ? 'angle-up' : 'angle-down'} size="small" />
      </button>
      <div id={body} className="activity-body" hidden={!isOpen}>
        {isOpen && <Details activity={activity} customerKey={customerKey} />}
      </div>
    </li>
  );
}

function Details({ activity, customerKey }: { activity: Activity; customerKey: string }) {
  const links = linksOf(activity, customerKey);
  return (
    <>
      <dl className="facts">
        <dt>By</dt>
        <dd>{actorWords(activity.actor)}</dd>
        <dt>Channel</dt>
        <dd>{words(activity.channel)}</dd>
        {activity.claim && <Fact name="Claim">{activity.claim}</Fact>}
        {activity.reason && <Fact name="Reason">{words(activity.reason)}</Fact>}
        {activity.received_at && <Fact name="Heard of">{moment(activity.received_at)}</Fact>}
        {links.length > 0 && (
          <>
            <dt>See</dt>
            <dd>
              {links.map(({ text, to }, at) => (
                <Fragment key={to}>
                  {at > 0 && ', '}
                  <PageLink to={to}>{text}</PageLink>
                </Fragment>
              ))}
            </dd>
          </>
        )}
      </dl>
      <Changes before={activity.before} after={activity.after} />
      <p className="activity-trace">
        <span className="code">{activity.event}</span> on <span className="code">{activity.entity}</span>
        <br />
        Correlation <span className="code">{activity.correlation_id}</span>
      </p>
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: string }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

function Changes({ before, after }: Pick<Activity, 'before' | 'after'>) {
  const names = changedFields(before, after);
  if (names.length === 0) return null;
  return (
    <table className="changes">
      <thead>
        <tr>
          <th scope="col">Field</th>
          {before && <th scope="col">Before</th>}
          <th scope="col">{before ? 'After' : 'Value'}</th>
        </tr>
      </thead>
      <tbody>
        {names
          .map((name) => shownChange(name, before?.[name], after?.[name]))
          .map((change) => (
            <tr key={change.label}>
              <th scope="row">{change.label}</th>
              {before && <td>{change.before}</td>}
              <td>{change.after}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
