// Who is signed in, in which organisation, and the small personal choices kept in this browser.
import type { Cycle, CycleRef, List, Me } from '../api/types';
import { api, ApiError, onSignedOut } from '../core/api';
import { Live } from '../core/live';
import { setToday } from '../core/format';
import { keys } from '../core/keys';
import { router } from '../core/router';
import { store } from '../core/store';
import { language, setLanguage } from '../i18n';
import { queryValue } from './place.svelte';
import { resource, type Resource } from './resource.svelte';

export type Theme = 'light' | 'dark' | 'system';
type Phase = 'starting' | 'signed_out' | 'signed_in' | 'unreachable';

function saved(name: string): string | null {
  try {
    return localStorage.getItem(`cairn.${name}`);
  } catch {
    return null;
  }
}
function save(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`cairn.${name}`);
    else localStorage.setItem(`cairn.${name}`, value);
  } catch {
    // storage is switched off: the choice lasts as long as the page
  }
}

class Session {
  phase = $state<Phase>('starting');
  me = $state.raw<Me | null>(null);
  live = $state(true);
  theme = $state<Theme>((saved('theme') as Theme | null) ?? 'system');
  singleKeys = $state(saved('single_keys') !== 'off');
  private stream: Live | null = null;

  constructor() {
    keys.enabled = this.singleKeys;
    onSignedOut(() => {
      if (this.phase === 'signed_in') this.ended();
    });
  }

  /** Asks who we are; decides between the app and the sign-in page. */
  async begin(): Promise<void> {
    try {
      await this.enter(await api.get<Me>('/me'));
    } catch (error) {
      this.phase = error instanceof ApiError && error.status !== 0 ? 'signed_out' : 'unreachable';
    }
  }

  async enter(me: Me): Promise<void> {
    if (this.phase === 'signed_out') store.clear();
    this.me = me;
    setToday(me.today);
    // one's own setting first, then what was picked in this browser, then the organisation's
    const wanted = me.person.locale ?? saved('language') ?? me.locale;
    if (wanted && wanted !== language()) await setLanguage(wanted);
    this.phase = 'signed_in';
    this.stream?.end();
    this.stream = new Live(
      {
        event: (event) => {
          store.invalidate(event.stale);
          if (event.stale.includes('/me') || event.stale.includes('/my-week')) void this.refresh();
        },
        reset: () => store.invalidateAll(),
        connected: (yes) => (this.live = yes),
      },
      me.version_number,
    );
    this.stream.start();
  }

  async refresh(): Promise<void> {
    try {
      this.me = await api.get<Me>('/me');
    } catch {
      // the next event or page tries again
    }
  }

  async leave(): Promise<void> {
    try {
      await api.delete('/session');
    } finally {
      this.ended();
      router.go('/');
    }
  }

  can(verb: string): boolean {
    return this.me?.can.includes(verb) ?? false;
  }
  get today(): string {
    return this.me?.today ?? new Date().toISOString().slice(0, 10);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    save('theme', theme === 'system' ? null : theme);
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }
  async setLanguage(code: string): Promise<void> {
    save('language', code);
    await setLanguage(code);
    if (this.me && this.me.locale !== code) {
      await api.patch('/me', { locale: code }, { version: this.me.person.version }).catch(() => {
        // the choice still holds in this browser
      });
    }
  }
  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    keys.enabled = on;
    save('single_keys', on ? null : 'off');
  }

  private ended(): void {
    this.stream?.end();
    this.stream = null;
    this.me = null;
    store.clear();
    this.phase = 'signed_out';
  }
}

export const session = new Session();

let cycles: Resource<List<Cycle>> | null = null;
export function cycleList(): Cycle[] {
  cycles ??= resource<List<Cycle>>(() => '/cycles');
  return cycles.value?.items ?? [];
}

/** The cycle in view: the one the address names, else the current one. */
export function cycleInView(): CycleRef | null {
  const wanted = queryValue('cycle');
  if (wanted)
    return cycleList().find((cycle) => cycle.id === wanted) ?? { id: wanted, name: wanted, state: 'active' };
  return session.me?.current_cycle ?? null;
}
