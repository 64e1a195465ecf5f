// Every page on one screen: its address, the code it loads, and what to read meanwhile.
// To add a page: a folder beside this file, a line here, its words in i18n.
import { findRoute } from '../core/router';
import { store } from '../core/store';
import type { MessageKey } from '../i18n';

export interface Route {
  pattern: string;
  /** Which entry of the sidebar is lit. */
  nav?: string;
  title: MessageKey;
  load(): Promise<{ default: unknown }>;
  /** API paths to start reading while the code loads. */
  reads?(params: Record<string, string>, query: URLSearchParams): string[];
}

const company = () => import('./company/CompanyPage.svelte');
const settings = () => import('./settings/SettingsPage.svelte');
const week = () => import('./my-week/MyWeekPage.svelte');

export const routes: Route[] = [
  { pattern: '/', nav: 'my-week', title: 'nav.my_week', load: week, reads: () => ['/my-week'] },
  { pattern: '/my-week', nav: 'my-week', title: 'nav.my_week', load: week, reads: () => ['/my-week'] },
  { pattern: '/company', nav: 'company', title: 'nav.company', load: company },
  {
    pattern: '/objectives/new',
    nav: 'company',
    title: 'tree.new_objective',
    load: () => import('./new-objective/NewObjectivePage.svelte'),
    reads: () => ['/teams', '/cycles'],
  },
  {
    pattern: '/objectives/:id',
    nav: 'company',
    title: 'nav.objective',
    load: () => import('./objective/ObjectivePage.svelte'),
    reads: ({ id }) => [`/objectives/${id}`],
  },
  {
    pattern: '/key-results/:id',
    nav: 'company',
    title: 'nav.key_result',
    load: () => import('./key-result/KeyResultPage.svelte'),
    reads: ({ id }) => [`/key-results/${id}`, `/key-results/${id}/checkins`],
  },
  {
    pattern: '/cycles',
    nav: 'cycles',
    title: 'nav.cycles',
    load: () => import('./cycles/CyclesPage.svelte'),
    reads: () => ['/cycles'],
  },
  {
    pattern: '/cycles/:id',
    nav: 'overview',
    title: 'nav.overview',
    load: () => import('./cycles/CyclePage.svelte'),
  },
  {
    pattern: '/activity',
    nav: 'activity',
    title: 'nav.activity',
    load: () => import('./activity/ActivityPage.svelte'),
  },
  {
    pattern: '/search',
    nav: 'search',
    title: 'nav.search',
    load: () => import('./search/SearchPage.svelte'),
  },
  { pattern: '/settings', nav: 'settings', title: 'nav.settings', load: settings },
  { pattern: '/settings/:section', nav: 'settings', title: 'nav.settings', load: settings },
  {
    pattern: '/import',
    nav: 'import',
    title: 'nav.import',
    load: () => import('./import/ImportPage.svelte'),
  },
  { pattern: '/teams', nav: 'teams', title: 'nav.teams', load: () => import('./teams/TeamsPage.svelte') },
  { pattern: '/teams/:id', nav: 'teams', title: 'nav.team', load: () => import('./teams/TeamPage.svelte') },
  {
    pattern: '/people',
    nav: 'people',
    title: 'nav.people',
    load: () => import('./people/PeoplePage.svelte'),
  },
  {
    pattern: '/people/:id',
    nav: 'people',
    title: 'nav.person',
    load: () => import('./people/PersonPage.svelte'),
  },
  {
    pattern: '/ownerless',
    nav: 'overview',
    title: 'nav.ownerless',
    load: () => import('./ownerless/OwnerlessPage.svelte'),
  },
];

/** Pages that stand without anybody signed in. */
export const outside: Route[] = [
  { pattern: '/setup', title: 'setup.title', load: () => import('./setup/SetupPage.svelte') },
  { pattern: '/welcome', title: 'welcome.title', load: () => import('./setup/WelcomePage.svelte') },
];

/** Starts loading a page's code and data before it is shown. */
export function prepare(path: string): void {
  const open = findRoute(outside, path);
  const match = open ?? findRoute(routes, path);
  if (!match) return;
  void match.route.load().catch(() => undefined);
  if (!open)
    for (const read of match.route.reads?.(match.params, new URLSearchParams(location.search)) ?? [])
      store.prefetch(read);
}
