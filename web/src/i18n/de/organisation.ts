// German: teams, people, cycles, what nobody owns.
import type { organisation as english } from '../en/organisation';

export const organisation: Record<keyof typeof english, string> = {
  'nav.team': 'Team',
  'nav.person': 'Person',
  'nav.ownerless': 'Ohne Verantwortliche',
};
