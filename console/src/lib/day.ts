const TYPED = /^(\d{1,2})[/ .-](\d{1,2})[/ .-](\d{4})$/;

/** A day as it is typed here, day first, as an ISO day; nothing for a day that does not exist or is still being typed. */
export function typedDay(text: string): string {
  const [, day = '', month = '', year = ''] = TYPED.exec(text.trim()) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(iso) ? iso : '';
}

/** Whether the text is an ISO day that exists. */
export function isDay(iso: string): boolean {
  const instant = new Date(`${iso}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(iso) && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso);
}

const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

/** The ISO day it is in London at an instant. */
export const londonDay = (instant: string | Date) => london.format(new Date(instant));
