import Input from '@cloudscape-design/components/input';
import { type FormEvent, useState } from 'react';
import { SEARCH_BOX } from './keyboard';

/** One box for everything one may know of somebody: where it leads is for the room that knows them to say. */
export function SearchBox({ find }: { find: (text: string) => Promise<unknown> }) {
  const [text, setText] = useState('');
  const [isFinding, setFinding] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    if (!wanted || isFinding) return;
    setFinding(true);
    try {
      await find(wanted);
      setText('');
    } finally {
      setFinding(false);
    }
  };
  return (
    <search className={SEARCH_BOX}>
      <form onSubmit={submit}>
        <Input
          type="search"
          ariaLabel="Find a customer by any reference"
          placeholder="Find a customer: press /"
          clearAriaLabel="Clear"
          value={text}
          onChange={({ detail }) => setText(detail.value)}
        />
      </form>
    </search>
  );
}
