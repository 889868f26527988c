const sterling = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
const whole = new Intl.NumberFormat('en-GB');
const londonMoment = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** Integer pence as pounds: 123450 is "£1,234.50". */
export const pounds = (pence: number) => sterling.format(pence / 100).replace('-', '−');

/** "1,234.50" in pence; nothing for what is no amount of pounds. */
export function pence(typed: string | undefined): number | null {
  const [, whole, part = ''] = /^£?(\d[\d,]*)(?:\.(\d{1,2}))?$/.exec(typed?.trim() ?? '') ?? [];
  if (whole === undefined) return null;
  return Number(whole.replaceAll(',', '')) * 100 + Number(part.padEnd(2, '0'));
}

export const count = (value: number) => whole.format(value);

/** "1 row", "2,000 rows". */
export const plural = (value: number, one: string, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/** An ISO day as DD/MM/YYYY. No time zone is involved: a day is a day. */
export const day = (iso: string) => iso.slice(0, 10).split('-').reverse().join('/');

/** An ISO instant as DD/MM/YYYY HH:MM in London. */
export const moment = (iso: string) => londonMoment.format(new Date(iso)).replace(',', '');

/** Bytes as a person says them, in powers of 1,024: "912 bytes", "1.4 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return plural(bytes, 'byte');
  const [size, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KB'] : [bytes / 1024 ** 2, 'MB'];
  return `${whole.format(Math.round(size * 10) / 10)} ${unit}`;
}

const CAPITALS = /\b(api|csv|dca|id|sms)\b/g;

/** A code as a sentence: "PART_PAID" is "Part paid". */
export function words(code: string): string {
  const text = code
    .replaceAll('_', ' ')
    .toLowerCase()
    .replace(CAPITALS, (letters) => letters.toUpperCase());
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A UK number in E.164 as it is dialled here: "+447700900123" is "07700 900123". Other numbers stay as they are. */
export const phone = (number: string) => number.replaceAll(' ', '').replace(/^\+44(\d{4})(\d{6})$/, '0$1 $2') || number;

/** A share as a whole percentage; nothing to do counts as nothing done. */
export const percent = (done: number, total: number) =>
  total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : 0;
