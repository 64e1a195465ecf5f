// The entries of the sidebar and of the palette's "pages", with their chords.
import type { MessageKey } from '../../i18n';
import {
  activity,
  calendar,
  calendarRange,
  gauge,
  search,
  settings,
  target,
  upload,
  user,
  users,
} from '../../ui/icons';

export interface NavEntry {
  id: string;
  label: MessageKey;
  href: string;
  icon: string;
  chord?: string;
  group: 'work' | 'organisation' | 'more';
  /** Verb of /me that is needed to see it. */
  needs?: string;
  /** Also in the bar at the bottom of a small screen. */
  bar?: MessageKey;
}

export const navEntries: NavEntry[] = [
  {
    id: 'my-week',
    label: 'nav.my_week',
    href: '/my-week',
    icon: calendar,
    chord: 'g m',
    group: 'work',
    bar: 'nav.my_week',
  },
  {
    id: 'company',
    label: 'nav.company',
    href: '/company',
    icon: target,
    chord: 'g c',
    group: 'work',
    bar: 'nav.company_short',
  },
  {
    id: 'overview',
    label: 'nav.overview',
    href: '/cycles/current',
    icon: gauge,
    chord: 'g o',
    group: 'work',
    bar: 'nav.overview_short',
  },
  { id: 'activity', label: 'nav.activity', href: '/activity', icon: activity, chord: 'g a', group: 'work' },
  { id: 'teams', label: 'nav.teams', href: '/teams', icon: users, chord: 'g t', group: 'organisation' },
  {
    id: 'people',
    label: 'nav.people',
    href: '/people',
    icon: user,
    chord: 'g p',
    group: 'organisation',
    needs: 'see_directory',
  },
  {
    id: 'cycles',
    label: 'nav.cycles',
    href: '/cycles',
    icon: calendarRange,
    chord: 'g y',
    group: 'organisation',
  },
  { id: 'search', label: 'nav.search', href: '/search', icon: search, chord: 'g s', group: 'more' },
  {
    id: 'import',
    label: 'nav.import',
    href: '/import',
    icon: upload,
    chord: 'g i',
    group: 'more',
    needs: 'import',
  },
  { id: 'settings', label: 'nav.settings', href: '/settings', icon: settings, chord: 'g e', group: 'more' },
];
