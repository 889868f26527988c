import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { saveBytes } from '../../lib/download';
import { useFlashFailure } from '../../shell/flashes';
import { PageLink } from '../../shell/links';
import { fetchDocument, type Wanted } from './queries';

/** Files to begin with: what an import has to look like, empty, with made-up people, or with the present records. */
export const StartingFiles = () => (
  <Container
    header={
      <Header variant="h2" description="Column names must stay as they are; their order is free.">
        Prepare a file
      </Header>
    }
  >
    <ColumnLayout columns={3} variant="text-grid">
      <Choice title="Template" words="All columns, to fill in. The workbook explains each of them.">
        <SaveDocument of="template" />
      </Choice>
      <Choice title="Sample" words="Made-up people with several accounts and plan options. Test data only.">
        <SaveDocument of="sample" />
      </Choice>
      <Choice title="Your current records" words="Export them, correct what has changed, and send the file.">
        <PageLink to="/exports">Export records</PageLink>
      </Choice>
    </ColumnLayout>
  </Container>
);

const Choice = ({ title, words, children }: { title: string; words: string; children: ReactNode }) => (
  <SpaceBetween size="xs">
    <strong>{title}</strong>
    <span>{words}</span>
    {children}
  </SpaceBetween>
);

const FORMATS = [
  ['csv', 'CSV'],
  ['xlsx', 'Excel'],
] as const;

const SaveDocument = ({ of }: { of: Wanted['document'] }) => (
  <SpaceBetween direction="horizontal" size="xs">
    {FORMATS.map(([format, words]) => (
      <SaveAs key={format} wanted={{ document: of, format }}>
        {words}
      </SaveAs>
    ))}
  </SpaceBetween>
);

function SaveAs({ wanted, children }: { wanted: Wanted; children: string }) {
  const fail = useFlashFailure('The file was not made');
  const save = useMutation({
    mutationFn: () => fetchDocument(wanted),
    onSuccess: ({ filename, base64, content_type }) => saveBytes(filename, base64, content_type),
    onError: fail,
  });
  return (
    <Button
      iconName="download"
      ariaLabel={`Download the ${wanted.document} as ${children}`}
      loading={save.isPending}
      onClick={() => save.mutate()}
    >
      {children}
    </Button>
  );
}
