import { fileSize } from '../../lib/format';
import type { FileListing } from '../../lib/model';

type Limits = Pick<FileListing, 'largest_bytes' | 'types'>;
type Chosen = Pick<File, 'name' | 'size'>;

/** Why this file cannot be sent, in words; undefined when it can. The API checks again, and the scanner what is inside. */
export function refusalOf({ name, size }: Chosen, limits: Limits): string | undefined {
  if (!mediaTypeOf(name, limits))
    return `${name} is not of a kind we take. We take ${extensions(limits).join(', ')} files.`;
  if (size === 0) return `${name} is empty.`;
  if (size > limits.largest_bytes)
    return `${name} is ${fileSize(size)}. A file can have up to ${fileSize(limits.largest_bytes)}.`;
  return undefined;
}

/** What a file of this name is sent as: by its extension, because browsers do not agree on the rest. */
export function mediaTypeOf(name: string, { types }: Pick<Limits, 'types'>): string | undefined {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  return types.find(({ extension }) => bare(extension) === ending)?.media_type;
}

/** The file picker's filter: ".pdf,.jpg". */
export const accepted = ({ types }: Pick<Limits, 'types'>) =>
  types.map(({ extension }) => `.${bare(extension)}`).join();

/** The kinds as people know them: "PDF", "DOCX". */
export const extensions = ({ types }: Pick<Limits, 'types'>) =>
  types.map(({ extension }) => bare(extension).toUpperCase());

const bare = (extension: string) => extension.replace(/^\./, '').toLowerCase();
