// Who may do what, told once more from the table of the access rules, apart from the server's own code: the matrix test
// compares the two.
export const roles = ['admin', 'people_admin', 'champion', 'member', 'viewer', 'guest', 'auditor'];
export const relations = ['owner', 'contributor', 'colleague', 'lead', 'manager', 'listed', 'none'];
export const visibilities = ['organisation', 'team', 'people', 'private', 'draft'];

const writing = ['admin', 'people_admin', 'champion', 'member'];

export const has_directory = (role) => role !== 'guest' && role !== 'auditor';

// May a person of this role and relation read an objective of this visibility?
export function reads(role, relation, visibility) {
  if (role === 'auditor') return false;
  if (role === 'guest') return relation === 'listed' && visibility !== 'draft';  // what was shared with them, nothing else
  if (role === 'viewer') return visibility === 'organisation';
  switch (visibility) {
    case 'organisation': return true;
    case 'team': return role === 'champion' || relation !== 'none';
    case 'people':
    case 'private': return ['owner', 'contributor', 'listed'].includes(relation);
    default: return role === 'champion' || ['owner', 'contributor', 'lead', 'manager'].includes(relation);
  }
}

export function edits(role, relation, visibility) {
  if (!writing.includes(role) || !reads(role, relation, visibility)) return false;
  if (['owner', 'contributor', 'lead', 'manager'].includes(relation)) return true;
  return role === 'champion' && visibility !== 'private';
}

export const transfers = (role, relation, visibility) =>
  edits(role, relation, visibility) || (role === 'admin' && reads(role, relation, visibility));

// Write a new objective for the team that the relation is about.
export function creates_for_team(role, relation, visibility = 'organisation') {
  if (role === 'champion') return visibility !== 'private' || ['owner', 'contributor'].includes(relation);
  return writing.includes(role) && ['owner', 'colleague', 'lead', 'manager'].includes(relation);
}

export const in_team = (relation) => ['owner', 'colleague', 'lead'].includes(relation);
export const sees_team = (role, relation) => has_directory(role) || in_team(relation);
export const manages_teams = (role) => role === 'admin' || role === 'champion';
export const edits_team = (role, relation) => manages_teams(role) || (writing.includes(role) && relation === 'lead');
