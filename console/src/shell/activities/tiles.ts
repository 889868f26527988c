import type { Activity } from '../../lib/model';

/** Which activity tiles are open: whole groups, and the single tiles that differ from their group. */
export interface OpenTiles {
  groups: ReadonlySet<string>;
  differing: ReadonlySet<string>;
}

interface Tile {
  id: string;
  group: string;
}

export const ALL_CLOSED: OpenTiles = { groups: new Set(), differing: new Set() };

/** Also true for tiles of an open group that were loaded after the group was opened. */
export const isOpen = ({ groups, differing }: OpenTiles, tile: Tile) =>
  groups.has(tile.group) !== differing.has(tile.id);

/** Opens a closed tile, closes an open one. */
export const withTileTurned = (open: OpenTiles, { id }: Tile): OpenTiles => ({
  ...open,
  differing: turned(open.differing, id),
});

/** Opens or closes every tile of a group, whatever was done to single ones before. */
export function withGroupTurned(open: OpenTiles, group: string, tiles: readonly Tile[]): OpenTiles {
  const inGroup = new Set(tiles.filter((tile) => tile.group === group).map(({ id }) => id));
  return {
    groups: turned(open.groups, group),
    differing: new Set([...open.differing].filter((id) => !inGroup.has(id))),
  };
}

function turned(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const copy = new Set(set);
  if (!copy.delete(item)) copy.add(item);
  return copy;
}

/** The predefined groupings, in the order they are shown. */
export const GROUP_WORDS: Record<Activity['group'], string> = {
  CUSTOMER: 'Customer',
  ACCOUNT: 'Accounts',
  PAYMENT: 'Payments',
  MANDATE: 'Ways to pay',
  INVOICE: 'Invoices',
  PLAN: 'Payment plans',
  PROMISE: 'Promises',
  PORTAL: 'Personal area',
  COMMUNICATION: 'Messages',
  IMPORT: 'Imports',
  FILE: 'Files',
  CARE: 'Care',
  TASK: 'Tasks',
  ADMIN: 'Administration',
};

/** Every predefined group with how many of the loaded tiles are in it; groups unknown here come last. */
export function groupCounts(tiles: readonly Tile[]): { group: string; label: string; count: number }[] {
  const groups = new Set([...Object.keys(GROUP_WORDS), ...tiles.map(({ group }) => group)]);
  return [...groups].map((group) => ({
    group,
    label: GROUP_WORDS[group as Activity['group']] ?? group,
    count: tiles.filter((tile) => tile.group === group).length,
  }));
}
