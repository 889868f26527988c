import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import FileDropzone, { useFilesDragging } from '@cloudscape-design/components/file-dropzone';
import FileInput from '@cloudscape-design/components/file-input';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type DragEvent, useEffect, useState } from 'react';
import { fileSize, plural } from '../../lib/format';
import type { DocumentType, FilePage } from '../../lib/model';
import { accepted, kinds, refusalOf } from './checks';
import { atMost, droppedIn, type Expanded, filesIn } from './folder';
import { useQueue } from './sending';
import { documentWords } from './words';

interface AddFilesProps {
  limits: FilePage;
  accounts: readonly string[];
  account?: string;
}

/**
 * Takes files by drop or click, folders too, and says of each that cannot be sent why not. What they show is asked first;
 * files that come before the answer wait for it.
 */
export function AddFiles({ limits, accounts, account }: AddFilesProps) {
  const queue = useQueue();
  const { areFilesDragging } = useFilesDragging();
  const [documentType, setDocumentType] = useState<DocumentType>();
  const [about, setAbout] = useState(account ?? '');
  const [waiting, setWaiting] = useState<File[]>([]);
  const [skipped, setSkipped] = useState<string[]>([]);

  useEffect(() => {
    if (!documentType || waiting.length === 0) return;
    queue.add(waiting, { documentType, accountNumber: about });
    setWaiting([]);
  }, [queue, waiting, documentType, about]);
  const take = ({ files, skipped: left }: Expanded) => {
    setSkipped([...files.flatMap((file) => refusalOf(file, limits) ?? []), ...left]);
    setWaiting((others) => [...others, ...files.filter((file) => !refusalOf(file, limits))]);
  };
  const drop = ({ dataTransfer }: DragEvent) => filesIn(droppedIn(dataTransfer)).then(take);

  return (
    <Container header={<Header variant="h2">Add files</Header>}>
      <SpaceBetween size="m">
        {skipped.length > 0 && <LeftOut words={skipped} dismiss={() => setSkipped([])} />}
        <div className="files-about">
          <FormField
            label="What they show"
            errorText={
              !documentType &&
              waiting.length > 0 &&
              `Choose what ${waiting.length === 1 ? 'the file shows' : 'the files show'} first.`
            }
          >
            <Choice
              placeholder="Choose"
              options={limits.document_types.map((value) => ({ value, label: documentWords(value) }))}
              value={documentType}
              onChange={setDocumentType}
            />
          </FormField>
          {account === undefined && (
            <FormField label="What they are about">
              <Choice
                options={[
                  { value: '', label: 'The customer' },
                  ...accounts.map((number) => ({ value: number, label: `Account ${number}` })),
                ]}
                value={about}
                onChange={setAbout}
              />
            </FormField>
          )}
        </div>
        {/* What was dropped is read here, before the drop zone sees it: it would take a folder for a file. */}
        <div onDropCapture={drop}>
          <FileDropzone onChange={() => {}}>
            <Box textAlign="center">
              <SpaceBetween size="xs">
                <div className="files-drop">
                  <FileInput
                    multiple
                    accept={accepted(limits)}
                    value={[]}
                    onChange={({ detail }) => take(atMost(detail.value))}
                  >
                    Choose files
                  </FileInput>
                  <Box variant="strong">{areFilesDragging ? 'Drop them here' : 'or drag files and folders here'}</Box>
                </div>
                <Box variant="small" color="text-body-secondary">
                  {kinds(limits)}, <span className="figures">up to {fileSize(limits.largest_bytes)} each.</span>
                  {waiting.length > 0 && ` ${plural(waiting.length, 'file')} chosen.`}
                </Box>
              </SpaceBetween>
            </Box>
          </FileDropzone>
        </div>
      </SpaceBetween>
    </Container>
  );
}

const SHOWN = 6;

const LeftOut = ({ words, dismiss }: { words: readonly string[]; dismiss: () => void }) => (
  <div role="alert">
    <Alert type="warning" dismissible onDismiss={dismiss} dismissAriaLabel="Dismiss this message" header="Not sent">
      {words.slice(0, SHOWN).map((why) => (
        <div key={why} className="anywhere">
          {why}
        </div>
      ))}
      {words.length > SHOWN && <div>And {plural(words.length - SHOWN, 'more', 'more')}.</div>}
    </Alert>
  </div>
);

interface ChoiceProps<Value extends string> {
  options: { value: Value; label: string }[];
  value: Value | undefined;
  placeholder?: string;
  onChange: (value: Value) => void;
}

const Choice = <Value extends string>({ options, value, placeholder, onChange }: ChoiceProps<Value>) => (
  <Select
    placeholder={placeholder}
    options={options}
    selectedOption={options.find((option) => option.value === value) ?? null}
    onChange={({ detail }) => onChange(detail.selectedOption.value as Value)}
  />
);
