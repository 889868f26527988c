import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { moment } from '../../lib/format';
import { ColourField } from './colours';
import { useEditing } from './editing';
import { FactsField, LongTextField, MoneyField, NumberField, TextField, ToggleField } from './fields';
import { Preview } from './preview';
import { Removals } from './removals';
import { WeekField } from './week-field';

interface SectionProps {
  title: string;
  description?: ReactNode;
  children: ReactNode;
}

const Section = ({ title, description, children }: SectionProps) => (
  <Container
    header={
      <Header variant="h2" description={description}>
        {title}
      </Header>
    }
  >
    <SpaceBetween size="l">{children}</SpaceBetween>
  </Container>
);

/** Sections on the left and, for administrators, what customers would see on the right. */
function WithPreview({ children }: { children: ReactNode }) {
  const sections = <SpaceBetween size="l">{children}</SpaceBetween>;
  if (useEditing().isReadOnly) return sections;
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, m: 8 } }, { colspan: { default: 12, m: 4 } }]}>
      {sections}
      <Preview />
    </Grid>
  );
}

export function Identity() {
  const { individual_choices, company_choices } = useEditing().settings;
  return (
    <WithPreview>
      <Section
        title="What customers must answer"
        description="Ask at least two things that no other person and no single letter gives away together."
      >
        <ColumnLayout columns={2}>
          <FactsField field="individual_facts" choices={individual_choices} />
          <FactsField field="company_facts" choices={company_choices} />
        </ColumnLayout>
        <Counted />
      </Section>
      <Section title="Attempts" description="After the last attempt nobody is told that it was the last one.">
        <ColumnLayout columns={2}>
          <NumberField field="attempts_per_link" />
          <NumberField field="attempts_per_customer" />
          <NumberField field="attempts_window_hours" />
          <NumberField field="attempts_per_address" />
          <NumberField field="address_window_hours" />
        </ColumnLayout>
      </Section>
      <Section title="Links and sessions">
        <ColumnLayout columns={2}>
          <NumberField field="link_valid_days" description="Links that were sent before keep their own end." />
          <NumberField field="session_idle_minutes" />
          <NumberField field="session_absolute_minutes" />
        </ColumnLayout>
        <ToggleField
          field="offer_new_link"
          description="It goes only to a phone number or email address that is already on file."
        />
      </Section>
    </WithPreview>
  );
}

function Counted() {
  const { fact_count: count } = useEditing().settings;
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      {count
        ? `Who lacks a fact was last counted by the export of ${moment(count.counted_at)}.`
        : 'Who lacks a fact is not known yet: the next export of all records counts it.'}
    </Box>
  );
}

export const Look = () => (
  <WithPreview>
    <Section
      title="Name and contact"
      description="Shown before we know who is looking, so nothing here may tell that somebody owes money."
    >
      <ColumnLayout columns={2}>
        <TextField field="display_name" />
        <TextField field="contact_phone" inputMode="tel" />
        <TextField field="contact_email" type="email" />
      </ColumnLayout>
      <WeekField field="opening_hours" description="When somebody answers the phone, in London." without="Closed" />
    </Section>
    <Section title="Colours" description="Text needs a contrast of 4.5:1 wherever it is shown.">
      <ColumnLayout columns={2}>
        <ColourField field="brand.colour" description="For the top of every page, buttons and links." />
        <ColourField field="brand.dark" description="For buttons and links that are pointed at." />
      </ColumnLayout>
    </Section>
    <Section title="Legal texts" description="Without an address, the portal’s own help page is linked.">
      <ColumnLayout columns={2}>
        <TextField field="privacy_url" type="url" placeholder="https://www.example.com/privacy" />
        <TextField field="accessibility_url" type="url" placeholder="https://www.example.com/accessibility" />
      </ColumnLayout>
      <LongTextField field="footer_text" description="Plain text, such as the company’s name and registered office." />
    </Section>
  </WithPreview>
);

export const Contacting = () => (
  <SpaceBetween size="l">
    <Section title="When" description="Outside these hours, messages that nobody has asked for wait.">
      <WeekField field="quiet_hours.contact" description="Between 08:00 and 21:00, in London." without="No contact" />
      <ToggleField field="quiet_hours.contact_on_bank_holidays" />
    </Section>
    <Section
      title="How often"
      description="For each customer, over text messages and emails together where not said otherwise."
    >
      <ColumnLayout columns={3}>
        <NumberField field="contacts_per_day" description="By the same channel." />
        <NumberField field="contacts_per_week" />
        <NumberField field="minimum_gap_hours" />
      </ColumnLayout>
    </Section>
  </SpaceBetween>
);

export const Paying = () => (
  <SpaceBetween size="l">
    <Section title="What is offered" description="What was agreed before goes on when it is switched off.">
      <ColumnLayout columns={2}>
        <ToggleField field="portal_promises" />
        <ToggleField field="agent_promises" />
        <ToggleField field="portal_plans" />
        <ToggleField field="agent_plans" />
        <ToggleField
          field="accept_credit_cards"
          description="Debts are not paid with borrowed money unless you say so."
        />
      </ColumnLayout>
    </Section>
    <Section title="Promises to pay" description="Until a promise has run out nobody chases what was promised.">
      <ColumnLayout columns={2}>
        <NumberField field="promise_horizon_days" />
        <NumberField field="promise_grace_days" />
      </ColumnLayout>
    </Section>
    <Section title="Amounts" description="The last few pence of an account can always be paid.">
      <ColumnLayout columns={2}>
        <MoneyField field="minimum_payment" />
        <MoneyField field="minimum_instalment" />
      </ColumnLayout>
    </Section>
    <Section
      title="More time for an invoice"
      description="A fee may be no more than what the extra time costs you (FCA CONC 7.7.5R). Nobody pays one in a breathing space."
    >
      <NumberField field="maximum_prolongation_days" description="0 offers no more time at all." />
      <ToggleField field="prolongation_fee_permitted" description="Otherwise more time costs nothing." />
      <ColumnLayout columns={4}>
        <MoneyField field="prolongation_fee_7_days" />
        <MoneyField field="prolongation_fee_14_days" />
        <MoneyField field="prolongation_fee_21_days" />
        <MoneyField field="prolongation_fee_30_days" />
      </ColumnLayout>
    </Section>
    <Section title="Saved ways to pay">
      <ToggleField
        field="tell_way_to_pay_changes"
        description="A short message when a card or a Direct Debit is disabled, enabled again or ended."
      />
    </Section>
    <Section title="Plans that a file may offer">
      <ColumnLayout columns={2}>
        <NumberField field="maximum_plan_months" />
        <NumberField field="maximum_discount_percent" />
      </ColumnLayout>
      <ToggleField field="allow_discounted_plans" />
      <ToggleField field="allow_plan_surcharge" />
    </Section>
    <Section title="Plans that customers ask for" description="A change counts for plans that stand, too.">
      <ToggleField field="plans_auto_accept" description="Otherwise somebody looks at each request first." />
      <ColumnLayout columns={2}>
        <NumberField field="plan_review_days" description="A request that nobody has looked at ends after 14 days." />
        <NumberField field="plan_start_days" />
        <NumberField field="plan_grace_days" />
        <NumberField field="plan_tolerance" description="The next one that is missed breaks it." />
        <NumberField field="collection_notice_days" />
      </ColumnLayout>
      <ToggleField field="plan_delays" />
      <ToggleField field="plan_skips" />
    </Section>
  </SpaceBetween>
);

export const Records = () => (
  <SpaceBetween size="l">
    <Section title="Imports">
      <NumberField
        field="auto_confirm_rejected_percent"
        description="A file from the inbox with more rejected rows waits until somebody confirms it."
      />
      <NumberField
        field="maximum_closure_percent"
        description="A file that lists every account and leaves out more of them waits until somebody says that they are to be closed."
      />
      <ToggleField
        field="file_wins_over_agent"
        description="Otherwise what an agent has corrected stays, and the import says so."
      />
    </Section>
    <Removals />
  </SpaceBetween>
);
