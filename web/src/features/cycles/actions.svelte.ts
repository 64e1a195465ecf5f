// What is done to a cycle from the list and from its page: editing, and moving it through its states.
import type { Cycle, CycleState } from '../../api/types';
import { api, ApiError } from '../../core/api';
import { store } from '../../core/store';
import { t, word } from '../../i18n';
import { session } from '../../state/session.svelte';
import { arrowLeft, arrowRight, pencil, rotate } from '../../ui/icons';
import type { MenuItem } from '../../ui/MenuList.svelte';
import { toasts } from '../../ui/toasts.svelte';
import { stepsOf, type Step } from './steps';

export class CycleActions {
  open = $state(false);
  cycle = $state.raw<Cycle | null>(null);
  asked = $state(0);

  ask(cycle: Cycle | null): void {
    this.cycle = cycle;
    this.asked += 1;
    this.open = true;
  }
  saved(cycle: Cycle): void {
    store.invalidate(['/cycles', `/cycles/${cycle.id}`, `/cycles/${cycle.id}/overview`, '/tree', '/my-week']);
    void session.refresh();
  }

  async move(cycle: Cycle, to: CycleState, undoable = true): Promise<void> {
    try {
      const next = await api.patch<Cycle>(`/cycles/${cycle.id}`, { state: to }, { version: cycle.version });
      this.saved(next);
      const back = undoable && stepsOf(next).some((step) => step.to === cycle.state);
      toasts.done(
        t('cycle.now', { name: next.name, state: word('cycle_state', next.state) }),
        back ? () => this.move(next, cycle.state, false) : undefined,
      );
    } catch (error) {
      if (error instanceof ApiError && error.code === 'changed_meanwhile')
        store.invalidate(['/cycles', `/cycles/${cycle.id}/overview`]);
      toasts.fail(error);
    }
  }
  step(cycle: Cycle, step: Step): void {
    void this.move(cycle, step.to);
  }

  menu(cycle: Cycle): MenuItem[] {
    const items: MenuItem[] = cycle.can.includes('edit')
      ? [{ label: t('common.edit'), icon: pencil, run: () => this.ask(cycle) }]
      : [];
    stepsOf(cycle).forEach((step, i) =>
      items.push({
        label: t(step.label),
        icon: step.forward ? arrowRight : cycle.state === 'closed' ? rotate : arrowLeft,
        apart: i === 0 && items.length > 0,
        run: () => this.step(cycle, step),
      }),
    );
    return items;
  }
}
