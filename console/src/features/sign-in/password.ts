/** The user pool's own rules, shown while a password is being chosen; the pool decides. */
export const PASSWORD_RULES: { words: string; holds: (password: string) => boolean }[] = [
  { words: 'At least 14 characters', holds: (password) => password.length >= 14 },
  { words: 'A capital letter', holds: (password) => /\p{Lu}/u.test(password) },
  { words: 'A small letter', holds: (password) => /\p{Ll}/u.test(password) },
  { words: 'A number', holds: (password) => /\d/.test(password) },
];
