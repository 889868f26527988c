import { describe, expect, it } from 'vitest';
import { isTyping } from './keyboard';

const at = (tagName: string, isContentEditable = false) => ({ tagName, isContentEditable }) as unknown as EventTarget;

describe('a key', () => {
  it.each(['INPUT', 'TEXTAREA', 'SELECT'])('pressed in %s is text', (tag) => expect(isTyping(at(tag))).toBe(true));
  it('pressed in what can be edited is text', () => expect(isTyping(at('DIV', true))).toBe(true));
  it('pressed anywhere else is a shortcut', () => expect(isTyping(at('BUTTON'))).toBe(false));
  it('pressed nowhere is a shortcut', () => expect(isTyping(null)).toBe(false));
});
