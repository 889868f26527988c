import type { components } from './schema';

/** The API's documents under the names the console uses; the one place that knows what the schema calls them. */
type Schemas = components['schemas'];

export type Me = Schemas['Me'];

export type CustomerRow = Schemas['CustomerRow'];
export type WholeCustomer = Schemas['CustomerPage'];
export type Customer = Schemas['Customer'];
export type Link = Schemas['Link'];
export type Account = Schemas['Account'];
export type PlanOption = Schemas['PlanOption'];
export type Payment = Schemas['Payment'];
export type Activity = Schemas['Activity'];
export type ActivityList = Schemas['ActivityList'];
export type JournalEntry = Schemas['JournalEntry'];

export type Upload = Schemas['Upload'];
export type PresignedPost = Schemas['PresignedPost'];
export type Campaign = Schemas['Campaign'];
export type Export = Schemas['Export'];
