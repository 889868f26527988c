import type { FilePage, FileRow } from '../../lib/model';

/** The pages of the list that have been read. */
interface Listing<Param> {
  pages: FilePage[];
  pageParams: Param[];
}

export const filesOf = (list: Listing<unknown> | undefined): FileRow[] =>
  list?.pages.flatMap(({ items }) => items) ?? [];

/** The list with a file that has just been sent, before the API is asked again. */
export function withFile<Param>(list: Listing<Param> | undefined, file: FileRow): Listing<Param> | undefined {
  const [first, ...others] = list?.pages ?? [];
  if (!list || !first || filesOf(list).some(({ id }) => id === file.id)) return list;
  return { ...list, pages: [{ ...first, items: [file, ...first.items] }, ...others] };
}
