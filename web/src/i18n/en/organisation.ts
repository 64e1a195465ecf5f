// English: teams, people, cycles, what nobody owns.
export const organisation = {
  'nav.team': 'Team',
  'nav.person': 'Person',
  'nav.ownerless': 'Without owner',
} as const;
