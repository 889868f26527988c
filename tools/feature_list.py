"""What the product does, row by row: the ids that tests are marked with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One interface of the product, and its features by id."""

    title: str
    features: dict[str, str]


RECORDS = Part(
    "View Records and Self-Service Studio",
    {
        "V1": "A list of all customers, searched by any reference, sorted, paged by cursor",
        "V2": "A quick look at one customer without leaving the list",
        "V3": "Delete a customer: hard where no money moved, else anonymise",
        "V4": "A customer's page at its own address; back returns to the same place",
        "V5": "The personal link: shown, copied, sent, replaced, revoked",
        "V6": "The personal area opens only to who proves who they are",
        "V7": "A summary of the customer, saying what is not held",
        "V8": "The customer's payments, newest first, each with its state",
        "V9": "The customer's promises to pay",
        "V10": "The customer's requests for payment plans",
        "V11": "All accounts of one customer",
        "V12": "The details of an account: balance, payments, plan options",
        "V13": "The debtor pays online, exactly once",
        "V14": "The debtor sets up a payment plan",
        "V15": "The debtor promises to pay",
        "V16": "Campaign files with personal links",
        "R5": "Settings choose the facts that prove who somebody is",
        "R6": "Settings switch promises and plans on and off",
        "R7": "Settings for branding, contacts, texts, link expiry, quiet hours; with history and revert",
        "R8": "Campaigns for a segment of all customers",
        "R9": "What a campaign file holds, and what it leaves out",
        "R10": "A panel of all customers' payments",
        "R11": "All payments as CSV",
    },
)
IMPORTS = Part(
    "Import Records",
    {
        "I1": "Upload a dataset from the console, or drop it on S3",
        "I2": "Update what exists, field by field, shown before it is done",
        "I3": "Download a sample file that imports without a fault",
        "I4": "Download the template file",
        "I5": "Export all current records, so that they re-import without a change",
        "I6": "CSV and XLSX for template, sample, upload and export",
        "I7": "One row is one account; a customer may have several",
        "I8": "Header names are checked, and the nearest one is suggested",
        "I9": "Only postcodes of the United Kingdom, normalised",
        "I10": "Two steps: check with a preview, then confirm what was previewed",
        "I11": "The state and progress of every upload",
        "I12": "Uploading again changes only what changed",
        "I13": "Export, edit, upload again",
        "I14": "Upload history: who, what, when, how many rows",
        "I15": "The original file of every upload can be downloaded",
        "I16": "A campaign file for one upload, with its exclusions",
        "I17": "A campaign file for more than one upload or a range",
        "I18": "A report of every fault with how to fix it, and the rejected rows alone",
        "I19": "Portal and console show committed imports only",
        "I20": "Plan options come from the dataset",
        "I21": "A file dropped on S3 imports itself, once, under a threshold of faults",
    },
)
OVERVIEW = Part(
    "Customer Overview",
    {
        "O1": "Customers open by their number or their email",
        "O2": "The overview opens first; every tab has its own address",
        "O3": "Name, email and registration",
        "O4": "The billing address with its history",
        "O5": "Every change is an activity, written with the change",
        "O6": "Activities are named by what happened to what",
        "O7": "Details of the status wherever there is a history",
        "O8": "Block, deactivate, reactivate, with their effects in the portal",
        "O9": "A status is changed with a reason, and until a date if wished",
        "O10": "The history of a customer's status",
        "O11": "Activities are tiles that expand",
        "O12": "Groupings open all tiles of one kind, and those loaded later",
        "O13": "Who was responsible: agent, system, customer, import",
        "O14": "What schedules do is done by the system",
        "O15": "What customers change themselves shows before and after",
    },
)
DIARY = Part(
    "Diary",
    {
        "DI1": "A timeline of everything that happened",
        "DI2": "Automatic and manual events side by side",
        "DI3": "Filter by a day or a range of days",
        "DI4": "Filter by events",
        "DI5": "Filter by users",
        "DI6": "Filter by claim reference",
        "DI7": "By London day, newest first, in a stable order",
        "DI8": "Links to what an event is about",
    },
)
TASKS = Part(
    "Tasks",
    {
        "TK1": "Create a task for a queue or a group",
        "TK2": "A due date, by default the next working day",
        "TK3": "Tags and notes",
        "TS1": "The tasks of a customer, open ones first",
        "TS2": "Resolve with a note, edit with history",
    },
)
PLANS = Part(
    "Payment Plans panel",
    {
        "P1": "A panel of all requests for payment plans, newest first, with their states",
        "P2": "Requests as CSV",
        "P3": "The same figures wherever a plan is shown",
        "P4": "Dates, total, monthly amount, instalments, account and customer of each request",
        "P5": "The whole schedule of a plan, and what was agreed when",
        "P6": "Options come from the dataset, checked row by row",
        "P7": "An option states its instalments and its total; less than the balance is a discount",
        "P8": "Uploading again replaces options and never a plan",
        "P9": "A customer asks for a plan and gets a copy of it",
        "P10": "Requests are accepted at once, or reviewed",
    },
)
ACTIONS = Part(
    "Actions on an account",
    {
        "PT1": "Create a promise to pay",
        "CH1": "Charge: what is owed to choose from",
        "CH2": "Charge: mandates that may be used, and why others may not",
        "CH3": "Charge in full or in part, never twice, never a balance that moved",
        "CH4": "Charge: the outcome, also where it is not known yet",
        "PR1": "Prolongate an invoice that is open",
        "PR2": "By 7, 14, 21 or 30 days",
        "PR3": "Fee, new due date and days so far, before it is done",
        "PR4": "The due date moves and its fee is invoiced, both or neither",
        "RS1": "Restructure all claims of an account into one plan",
        "RS2": "Monthly or weekly",
        "RS3": "From a first date",
        "RS4": "In so many instalments",
        "RS5": "Simulate: the payments to come, nothing written",
        "RS6": "Confirm what was simulated, once, while it still holds",
        "DM1": "Disable a mandate",
        "DM2": "Until a date, and enabled again by itself",
        "DM3": "Or until somebody enables it",
        "DM4": "With a warning where a plan needs it",
    },
)
JOURNAL = Part(
    "Journal",
    {
        "JO1": "Every ledger entry, with a running balance",
        "JO2": "Filter by claim, product, payment method and context",
        "JO3": "Sort by product, claim, date and context",
        "JO4": "Download every entry, or those filtered",
    },
)
FILES = Part(
    "Files",
    {
        "FI1": "Upload files to an account",
        "FI2": "Drop files, or a folder of them",
        "FI3": "Choose files",
        "FI4": "Every file is in quarantine until scanners have called it clean",
        "FI5": "A file that could do harm stays in quarantine, with its reason",
    },
)
FEATURES = (RECORDS, IMPORTS, OVERVIEW, DIARY, TASKS, PLANS, ACTIONS, JOURNAL, FILES)
