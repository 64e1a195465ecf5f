// The teams, flat as the server sends them, in the order of the tree with their depth.
import type { TeamNode } from '../../api/types';

export interface TeamAtDepth {
  team: TeamNode;
  depth: number;
  children: number;
}

/** Depth first, names in order; a team whose parent is not in the list stands at the top. */
export function inTreeOrder(teams: readonly TeamNode[]): TeamAtDepth[] {
  const known = new Set(teams.map((team) => team.id));
  const below = new Map<string, TeamNode[]>();
  for (const team of teams) {
    const parent = team.parent_id && known.has(team.parent_id) ? team.parent_id : '';
    below.set(parent, [...(below.get(parent) ?? []), team]);
  }
  const ordered: TeamAtDepth[] = [];
  const visit = (parent: string, depth: number) => {
    for (const team of (below.get(parent) ?? []).sort((a, b) => a.name.localeCompare(b.name))) {
      ordered.push({ team, depth, children: below.get(team.id)?.length ?? 0 });
      visit(team.id, depth + 1);
    }
  };
  visit('', 0);
  return ordered;
}

/** What a filter leaves: teams whose name or lead holds the text, with everything above them. */
export function matching(rows: readonly TeamAtDepth[], text: string): TeamAtDepth[] {
  const wanted = text.trim().toLocaleLowerCase();
  if (!wanted) return [...rows];
  const byId = new Map(rows.map((row) => [row.team.id, row]));
  const kept = new Set<string>();
  for (const { team } of rows) {
    if (!`${team.name} ${team.lead?.name ?? ''}`.toLocaleLowerCase().includes(wanted)) continue;
    for (let at: string | null = team.id; at && !kept.has(at); at = byId.get(at)?.team.parent_id ?? null)
      kept.add(at);
  }
  return rows.filter(({ team }) => kept.has(team.id));
}
