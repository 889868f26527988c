import { SessionEnded } from './session';

/** A refusal by the API: `code` is closed and for programs, `message` is words for people. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field = '',
  ) {
    super(message);
  }
}

/** Whether the same request may succeed if it is simply sent again. */
export function isPassing(error: unknown): boolean {
  if (error instanceof SessionEnded) return false;
  return !(error instanceof ApiError) || error.status >= 500 || error.status === 429;
}

/** Whether a command was refused because the record had changed since it was read. */
export const isStale = (error: unknown): boolean => error instanceof ApiError && error.code === 'STALE';

/** What API Gateway itself answers (`{"message": ...}`) and anything unreadable still become words. */
export function refusal(status: number, body: unknown): ApiError {
  const told = (body as { error?: { code?: string; message?: string; field?: string } } | undefined)?.error;
  if (told?.code && told.message) return new ApiError(status, told.code, told.message, told.field);
  if (status === 403) return new ApiError(status, 'FORBIDDEN', 'Your role does not allow this.');
  if (status === 404) return new ApiError(status, 'NOT_FOUND', 'This could not be found.');
  if (status === 429) return new ApiError(status, 'BUSY', 'The service is busy. Please try again in a moment.');
  return new ApiError(status, 'INTERNAL', 'Something went wrong on our side. Nothing was changed by this page.');
}

/** Words for anything that was thrown. */
export function wordsFor(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  if (error instanceof SessionEnded) return 'Your session has ended. Please sign in again.';
  return 'The service could not be reached. Check your connection and try again.';
}
