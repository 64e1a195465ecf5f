// The keyboard map: single keys, `g`-chords and Ctrl/Cmd-K, listed by `?`. Keys typed into a
// field belong to the field; single keys can be switched off (WCAG 2.1.4).

export interface KeyBinding {
  /** 'k', '?', 'g m' (a chord), 'mod+k' (Ctrl or Cmd). */
  keys: string;
  label: string;
  group: string;
  run(): void;
}

const chordWait_ms = 1200;

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
  );
}

export class Keys {
  private bindings = new Set<KeyBinding>();
  private listeners = new Set<() => void>();
  private prefix: string | null = null;
  private prefixTimer: ReturnType<typeof setTimeout> | null = null;
  enabled = true;

  /** True between the first and the second key of a chord. */
  get pending(): boolean {
    return this.prefix !== null;
  }

  add(...bindings: KeyBinding[]): () => void {
    for (const binding of bindings) this.bindings.add(binding);
    this.tell();
    return () => {
      for (const binding of bindings) this.bindings.delete(binding);
      this.tell();
    };
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What `?` shows, newest registration of a key winning. */
  list(): KeyBinding[] {
    const byKeys = new Map<string, KeyBinding>();
    for (const binding of this.bindings) byKeys.set(binding.keys, binding);
    return [...byKeys.values()];
  }

  /** Runs the binding an event means; true when it was taken. */
  handle(
    event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target' | 'repeat'>,
  ): boolean {
    const mod = event.ctrlKey || event.metaKey;
    if (mod && !event.altKey) return this.run(`mod+${event.key.toLowerCase()}`);
    if (mod || event.altKey || event.repeat || !this.enabled || isTyping(event.target)) return false;
    const prefix = this.prefix;
    this.setPrefix(null);
    if (prefix) return this.run(`${prefix} ${event.key.toLowerCase()}`);
    if ([...this.bindings].some((binding) => binding.keys.startsWith(event.key + ' '))) {
      this.setPrefix(event.key);
      return true;
    }
    return this.run(event.key);
  }

  private run(keys: string): boolean {
    const binding = this.list().find((one) => one.keys === keys);
    binding?.run();
    return binding !== undefined;
  }

  private setPrefix(key: string | null): void {
    if (this.prefixTimer) clearTimeout(this.prefixTimer);
    this.prefix = key;
    this.prefixTimer = key ? setTimeout(() => (this.prefix = null), chordWait_ms) : null;
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

export const keys = new Keys();
