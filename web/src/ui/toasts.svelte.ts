// Short messages at the edge of the window, with one action (mostly "undo").
import { ApiError } from '../core/api';
import { maybe, t } from '../i18n';

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'error';
  action?: { label: string; run: () => void };
}

let next = 1;
class Toasts {
  list = $state<Toast[]>([]);

  show(text: string, options: Partial<Omit<Toast, 'id' | 'text'>> = {}): void {
    const toast: Toast = { id: next++, text, tone: 'plain', ...options };
    this.list = [...this.list.slice(-2), toast];
    setTimeout(() => this.drop(toast.id), toast.action || toast.tone === 'error' ? 9000 : 4500);
  }
  /** Says that something was done and offers to undo it. */
  done(text: string, undo?: () => void | Promise<unknown>): void {
    this.show(
      text,
      undo && {
        action: {
          label: t('common.undo'),
          run: () => void Promise.resolve(undo()).catch((e) => this.fail(e)),
        },
      },
    );
  }
  fail(error: unknown): void {
    this.show(problemText(error), { tone: 'error' });
  }
  drop(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}
export const toasts = new Toasts();

/** A sentence a person understands: ours for the code if there is one, else the server's. */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('problem.unexpected');
  const own = maybe(`problem.${error.code}`);
  return own ?? error.problem.detail ?? error.problem.title;
}

/** What the server said about each field, by the field's name. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    error.fields.map((field) => [field.field, maybe(`problem.${field.code}`) ?? field.message]),
  );
}
