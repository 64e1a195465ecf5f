// What every form keeps while it is sent: whether it is under way, and what the server refused, by field.
import { fieldErrors, problemText } from '../ui/toasts.svelte';

export class Form {
  busy = $state(false);
  problem = $state('');
  errors = $state<Record<string, string>>({});

  /** Runs `send` once at a time; true when it went through. */
  async submit(send: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = '';
    this.errors = {};
    try {
      await send();
      return true;
    } catch (error) {
      const errors = fieldErrors(error);
      for (const [path, text] of Object.entries(errors)) errors[path.split(/[./]/)[0]!] ??= text;
      this.errors = errors;
      this.problem = Object.keys(errors).length ? '' : problemText(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
