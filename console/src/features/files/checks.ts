import { fileSize } from '../../lib/format';
import type { FilePage } from '../../lib/model';

type Limits = Pick<FilePage, 'largest_bytes' | 'types'>;
type Chosen = Pick<File, 'name' | 'size'>;

/** Why this file cannot be sent, in words; undefined when it can. The API checks again, and the scanner what is inside. */
export function refusalOf({ name, size }: Chosen, limits: Limits): string | undefined {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (!limits.types.some(({ extension }) => bare(extension) === ending))
    return `${name} is not of a kind we take. We take ${kinds(limits)}.`;
  if (size === 0) return `${name} is empty.`;
  if (size > limits.largest_bytes)
    return `${name} is ${fileSize(size)}. A file can have up to ${fileSize(limits.largest_bytes)}.`;
  return undefined;
}

/** The file picker's filter: ".pdf,.jpg". */
export const accepted = ({ types }: Pick<Limits, 'types'>) =>
  types.map(({ extension }) => `.${bare(extension)}`).join();

/** The kinds as people know them: "PDF, DOCX and pictures". */
export function kinds({ types }: Pick<Limits, 'types'>): string {
  const isPicture = (mediaType: string) => mediaType.startsWith('image/');
  const others = types
    .filter(({ media_type }) => !isPicture(media_type))
    .map(({ extension }) => bare(extension).toUpperCase());
  const pictures = types.some(({ media_type }) => isPicture(media_type)) ? ['pictures'] : [];
  return new Intl.ListFormat('en-GB').format([...others, ...pictures]);
}

const bare = (extension: string) => extension.replace(/^\./, '').toLowerCase();
