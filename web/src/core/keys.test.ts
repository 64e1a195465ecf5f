import { describe, expect, it, vi } from 'vitest';
import { Keys } from './keys';

vi.stubGlobal('HTMLElement', class {});
const press = (key: string, more = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  target: null,
  ...more,
});

describe('Keys', () => {
  it('run single keys, chords and Ctrl or Cmd', () => {
    const keys = new Keys();
    const ran: string[] = [];
    for (const name of ['?', 'g m', 'mod+k'])
      keys.add({ keys: name, label: name, group: '', run: () => ran.push(name) });
    expect(keys.handle(press('?'))).toBe(true);
    expect(keys.handle(press('g'))).toBe(true);
    expect(keys.pending).toBe(true);
    expect(keys.handle(press('m'))).toBe(true);
    expect(keys.handle(press('k', { metaKey: true }))).toBe(true);
    expect(keys.handle(press('x'))).toBe(false);
    expect(ran).toEqual(['?', 'g m', 'mod+k']);
  });
  it('leave other Ctrl combinations to the browser', () => {
    const keys = new Keys();
    keys.add({ keys: 'r', label: '', group: '', run: () => undefined });
    expect(keys.handle(press('r', { ctrlKey: true }))).toBe(false);
  });
  it('can be switched off, but for Ctrl-K', () => {
    const keys = new Keys();
    const run = vi.fn();
    keys.add({ keys: 'n', label: '', group: '', run }, { keys: 'mod+k', label: '', group: '', run });
    keys.enabled = false;
    keys.handle(press('n'));
    expect(run).not.toHaveBeenCalled();
    keys.handle(press('k', { ctrlKey: true }));
    expect(run).toHaveBeenCalledTimes(1);
  });
});
