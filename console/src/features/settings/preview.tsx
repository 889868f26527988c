import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useQuery } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import type { PreviewLine } from '../../lib/model';
import { Loaded } from '../../shell/loaded';
import { useEditing } from './editing';
import { previewQuery } from './queries';

/** The page behind every link as the draft would make it, in the draft's colours. */
export function Preview() {
  const { calm } = useEditing();
  const query = useQuery(previewQuery(calm));
  return (
    <Container
      header={
        <Header variant="h2" description="What everybody sees who opens a link, before we know who they are.">
          Preview
        </Header>
      }
    >
      <Loaded query={query} what="the preview">
        {(lines) =>
          lines.length > 0 ? (
            <Phone lines={lines} colour={calm.brand.colour} />
          ) : (
            <Box color="text-body-secondary">The preview comes back once nothing is refused any more.</Box>
          )
        }
      </Loaded>
    </Container>
  );
}

function Phone({ lines, colour }: { lines: PreviewLine[]; colour: string }) {
  const look = { '--preview-colour': colour } as CSSProperties;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key
    <section className="phone" style={look} aria-label="The page as customers see it" tabIndex={0}>
      {lines.map(({ part, text }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a page have no other name than their place
        <div key={place} className={`phone-${part}`}>
          {text}
        </div>
      ))}
    </section>
  );
}
