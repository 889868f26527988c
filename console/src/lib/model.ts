import type { components } from './schema';

/** The API's documents under the names the console uses; the one place that knows what the schema calls them. */
type Schemas = components['schemas'];

export type Me = Schemas['Me'];

export type CustomerRow = Schemas['CustomerRow'];
export type CustomerSearch = Schemas['CustomerSearch'];
export type EndProspect = Schemas['EndProspect'];
export type Removal = Schemas['RemovalView'];
export type EndRecord = Schemas['EndRecord'];
export type Glance = Schemas['Glance'];
export type WholeCustomer = Schemas['CustomerPage'];
export type Customer = Schemas['CustomerView'];
export type Link = Schemas['LinkView'];
export type Contact = Schemas['ContactView'];
export type PastAddress = Schemas['PastAddressView'];
export type CorrectDetails = Schemas['CorrectDetails'];
export type CheckContact = Schemas['CheckContact'];
export type ChangeStatus = Schemas['ChangeStatus'];
export type StatusEntry = Schemas['StatusEntry'];
export type Account = Schemas['AccountView'];
export type Claim = Schemas['ClaimView'];
export type Prolong = Schemas['Prolong'];
export type ProlongationPreview = Schemas['ProlongationPreview'];
export type Prolongation = Schemas['ProlongationView'];
export type PlanOption = Schemas['PlanOptionView'];
export type PlanRow = Schemas['PlanRow'];
export type PlanDetail = Schemas['PlanDetail'];
export type DecidePlan = Schemas['Decide'];
export type MovePlan = Schemas['MovePlan'];
export type RestructureAsk = Schemas['RestructureAsk'];
export type ConfirmRestructure = Schemas['ConfirmRestructure'];
export type Simulation = Schemas['SimulationView'];
export type Payment = Schemas['PaymentView'];
export type NewReceipt = Schemas['NewReceipt'];
export type NewPayment = Schemas['NewPayment'];
export type Unallocated = Schemas['UnallocatedView'];
export type Allocation = Schemas['Allocate'];
export type ReceiptMatch = Schemas['MatchView'];
export type Activity = Schemas['ActivityView'];
export type ActivityList = Schemas['ActivityPage'];
export type DiaryAsk = Schemas['DiaryAsk'];
export type DiaryChoices = Schemas['DiaryChoices'];
export type JournalAsk = Schemas['JournalAsk'];
export type JournalPage = Schemas['JournalPage'];
export type JournalLine = Schemas['LineView'];
export type JournalChoices = Schemas['JournalChoices'];
export type Owed = Schemas['OwedPage'];

export type Message = Schemas['MessageView'];
export type MessageAsk = Schemas['MessageAsk'];
export type MessagePreview = Schemas['MessagePreview'];

export type Mandate = Schemas['MandateView'];
export type ChargePreview = Schemas['ChargePreview'];
export type WayToCharge = Schemas['WayView'];
export type Charge = Schemas['Charge'];
export type Charged = Schemas['Charged'];
export type DisableMandate = Schemas['Disable'];

export type Care = Schemas['CarePage'];
export type Hold = Schemas['HoldView'];
export type HoldStep = Schemas['HoldStepView'];
export type HoldKind = Schemas['HoldKind'];
export type Support = Schemas['Support'];
export type PlaceHold = Schemas['PlaceHold'];
export type ChangeEnd = Schemas['ChangeEnd'];
export type LiftHold = Schemas['LiftHold'];
export type Prefer = Schemas['Prefer'];
export type Permission = Schemas['Permission'];

export type Promised = Schemas['PromiseView'];
export type PromisePage = Schemas['PromisePage'];
export type NewPromise = Schemas['NewPromise'];
export type CancelPromise = Schemas['CancelPromise'];

export type User = Schemas['UserView'];
export type BeingInvited = Schemas['InvitationView'];
export type Invite = Schemas['Invite'];
export type Team = Schemas['TeamView'];
export type NewTeam = Schemas['NewTeam'];
export type ChangeTeam = Schemas['ChangeTeam'];
export type Task = Schemas['TaskView'];
export type TaskCount = Schemas['TaskCount'];
export type TaskChoices = Schemas['TaskChoices'];
export type NewTask = Schemas['NewTask'];
export type EditTask = Schemas['EditTask'];

export type FileRow = Schemas['FileRow'];
export type FilePage = Schemas['FilePage'];
export type DocumentType = FileRow['document_type'];
export type NewFile = Schemas['NewFile'];
export type FileVerdict = Schemas['ScannerAnswer'];

export type Upload = Schemas['UploadView'];
export type Difference = Schemas['ComparedValue'];
export type PresignedPost = Schemas['FormView'];
export type Campaign = Schemas['CampaignView'];
export type Segment = Schemas['Segment'];
export type SegmentCount = Schemas['CountView'];
export type Export = Schemas['ExportView'];
export type PaymentDetail = Schemas['PaymentDetail'];
export type NewRefund = Schemas['NewRefund'];
export type PaymentFilter = Schemas['PaymentFilter'];
export type PaymentRow = Schemas['PaymentRow'];
export type ListingAsk = Schemas['ListingAsk'];
export type PaymentListing = Schemas['ListingView'];
export type CreditorReport = Schemas['ReportView'];
export type JournalCheck = Schemas['JournalCheckView'];
export type JournalFinding = Schemas['FindingView'];
export type Reconciliation = Schemas['ReconciliationView'];
export type BankDifference = Schemas['DifferenceView'];

export type Settings = Omit<Schemas['SettingsView'], 'settings'> & { settings: SettingsValues };
export type SettingsValues = Required<Omit<Schemas['SettingsValues'], 'quiet_hours'>> & {
  quiet_hours: Required<Schemas['QuietHours']>;
};
export type Week = Schemas['Week'];
export type Fact = Schemas['Fact'];
export type SettingsCheck = Schemas['SettingsCheck'];
export type SettingsDifference = Schemas['SettingDifference'];
export type SettingsVersion = Schemas['SettingsVersionRow'];
export type PreviewLine = Schemas['PreviewLine'];
