import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TokenGroup from '@cloudscape-design/components/token-group';
import { useState } from 'react';
import { Optional } from '../../shell/optional';
import { TAGS_LIMIT, withTag } from './draft';

interface TagsProps {
  tags: readonly string[];
  offered: readonly string[];
  onChange: (tags: string[]) => void;
  error?: string;
}

/** Tags from the list or of one's own, each once. */
export function Tags({ tags, offered, onChange, error }: TagsProps) {
  const [text, setText] = useState('');
  const add = (tag: string) => {
    onChange(withTag(tags, tag));
    setText('');
  };
  return (
    <FormField
      label={<Optional>Tags</Optional>}
      constraintText={
        tags.length >= TAGS_LIMIT ? `No more than ${TAGS_LIMIT} tags fit.` : 'Choose one, or type one and press Enter.'
      }
      errorText={error}
    >
      <SpaceBetween size="xxs">
        <Autosuggest
          value={text}
          onChange={({ detail }) => setText(detail.value)}
          onSelect={({ detail }) => add(detail.value)}
          onKeyDown={(event) => {
            if (event.detail.key !== 'Enter' || !text.trim()) return;
            event.preventDefault();
            add(text);
          }}
          onBlur={() => text.trim() && add(text)}
          disabled={tags.length >= TAGS_LIMIT}
          options={offered.filter((tag) => !tags.includes(tag)).map((tag) => ({ value: tag }))}
          enteredTextLabel={(value) => `Use "${value}"`}
          ariaLabel="Tags"
        />
        {tags.length > 0 && (
          <TokenGroup
            items={tags.map((tag) => ({ label: tag, dismissLabel: `Remove the tag ${tag}` }))}
            onDismiss={({ detail }) => onChange(tags.filter((_, index) => index !== detail.itemIndex))}
          />
        )}
      </SpaceBetween>
    </FormField>
  );
}
