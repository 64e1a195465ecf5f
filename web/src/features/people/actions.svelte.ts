// What administrators do to a person, shared by the list and the person's page: the menu and the dialog it opens.
import type { Person } from '../../api/types';
import { api } from '../../core/api';
import { store } from '../../core/store';
import { t } from '../../i18n';
import { arrowRight, key, pencil, rotate, userX } from '../../ui/icons';
import type { MenuItem } from '../../ui/MenuList.svelte';
import { toasts } from '../../ui/toasts.svelte';

type Which = 'edit' | 'add' | 'link' | 'transfer';

export class PeopleActions {
  open = $state(false);
  which = $state<Which>('edit');
  person = $state.raw<Person | null>(null);
  link = $state('');
  left = $state(false);
  /** Grows with each dialog, so that its fields start afresh. */
  asked = $state(0);

  ask(which: Which, person: Person | null): void {
    this.which = which;
    this.person = person;
    this.asked += 1;
    this.open = true;
  }
  saved(person: Person | null, link: string | null = null): void {
    store.invalidate(
      person
        ? ['/people', `/people/${person.id}`, `/people/${person.id}/okrs`, '/teams', '/ownerless']
        : ['/people'],
    );
    if (person && link) {
      this.link = link;
      this.ask('link', person);
    }
  }

  private async invite(person: Person): Promise<void> {
    try {
      this.link = (await api.post<{ link: string }>(`/people/${person.id}/invitation`)).link;
      this.ask('link', person);
    } catch (error) {
      toasts.fail(error);
    }
  }
  private async deactivate(person: Person): Promise<void> {
    try {
      this.saved(await api.put<Person>(`/people/${person.id}/deactivation`));
      toasts.done(t('person.deactivated', { name: person.name }), () => this.reactivate(person));
      this.left = true;
      this.ask('transfer', person);
    } catch (error) {
      toasts.fail(error);
    }
  }
  private async reactivate(person: Person): Promise<void> {
    this.open = false;
    try {
      this.saved(await api.delete<Person>(`/people/${person.id}/deactivation`));
      toasts.show(t('person.reactivated', { name: person.name }));
    } catch (error) {
      toasts.fail(error);
    }
  }

  menu(person: Person): MenuItem[] {
    const can = (verb: string) => person.can.includes(verb);
    const items: MenuItem[] = [];
    if (can('edit'))
      items.push({ label: t('common.edit'), icon: pencil, run: () => this.ask('edit', person) });
    if (can('invite'))
      items.push({
        label: person.state === 'invited' ? t('person.new_invitation') : t('person.new_password_link'),
        icon: key,
        run: () => void this.invite(person),
      });
    if (can('edit'))
      items.push({
        label: t('transfer.menu'),
        icon: arrowRight,
        run: () => {
          this.left = false;
          this.ask('transfer', person);
        },
      });
    if (can('deactivate'))
      items.push({
        label: t('person.deactivate'),
        icon: userX,
        danger: true,
        apart: true,
        run: () => void this.deactivate(person),
      });
    if (can('reactivate'))
      items.push({
        label: t('person.reactivate'),
        icon: rotate,
        apart: true,
        run: () => void this.reactivate(person),
      });
    return items;
  }
}
