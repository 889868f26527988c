import { useEffect, useRef, useState } from 'react';
import type { FileRow } from '../../lib/model';
import { newsOf } from './news-words';
import { placeOf } from './states';

interface News {
  words: string;
  /** The files that came to the right side while somebody looked. */
  arrived: ReadonlySet<string>;
}

/** What has changed between two looks at the list: the last of it in words, and which files have become ready. */
export function useNews(files: readonly FileRow[]): News {
  const seen = useRef(files);
  const [news, setNews] = useState<News>({ words: '', arrived: new Set() });
  useEffect(() => {
    const before = seen.current;
    const words = newsOf(before, files);
    seen.current = files;
    if (words.length === 0) return;
    const waited = new Set(before.filter((file) => placeOf(file) !== 'READY').map(({ id }) => id));
    const ready = files.filter((file) => placeOf(file) === 'READY' && waited.has(file.id)).map(({ id }) => id);
    setNews((last) => ({ words: words.join(' '), arrived: new Set([...last.arrived, ...ready]) }));
  }, [files]);
  return news;
}

/** Says politely, to those who hear the page, what the others see moving. */
export const Announced = ({ words }: { words: string }) => (
  <div role="status" className="spoken">
    {words}
  </div>
);
