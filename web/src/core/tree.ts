// The company tree in memory: built from the columns of /tree, kept current by merging what
// changed since a number, filtered and flattened into the rows a treegrid shows.
import type {
  MetricType,
  ObjectiveKind,
  ObjectiveLevel,
  ObjectiveState,
  Status,
  TreePayload,
} from '../api/types';

export interface ObjectiveNode {
  type: 'objective';
  id: number;
  title: string;
  parent: number;
  parentKeyResult: number;
  team: number;
  owner: number;
  level: ObjectiveLevel;
  kind: ObjectiveKind;
  state: ObjectiveState;
  progress: number | null;
  expected: number | null;
  status: Status;
  confidence: number | null;
  stale: boolean;
  position: number;
  version: number;
  lastDay: number | null;
  can: boolean;
  haystack: string;
  children: ObjectiveNode[];
  keyResults: KeyResultNode[];
}
export interface KeyResultNode {
  type: 'key_result';
  id: number;
  objective: number;
  title: string;
  owner: number;
  metric: MetricType;
  unit: string | null;
  decimals: number;
  value: number | null;
  start: number | null;
  target: number | null;
  progress: number | null;
  expected: number | null;
  status: Status;
  confidence: number | null;
  stale: boolean;
  lastDay: number | null;
  spark: number[];
  can: boolean;
  version: number;
  haystack: string;
}
export type TreeNode = ObjectiveNode | KeyResultNode;

export interface TreeFilter {
  text?: string;
  team?: number;
  owner?: number;
  status?: string;
  kind?: string;
  level?: string;
}
export interface TreeRow {
  key: string;
  node: TreeNode;
  depth: number;
  expandable: boolean;
  expanded: boolean;
  /** Shown only because something below it matches. */
  context: boolean;
  position: number;
  siblings: number;
}

export const keyOf = (node: TreeNode): string => (node.type === 'objective' ? 'o' : 'k') + node.id;
export const pathId = (node: TreeNode): string => (node.type === 'objective' ? 'O-' : 'KR-') + node.id;

export function isEmpty(filter: TreeFilter): boolean {
  return !filter.text && !filter.team && !filter.owner && !filter.status && !filter.kind && !filter.level;
}

const levelOrder: Record<ObjectiveLevel, number> = { company: 0, team: 1, person: 2 };

export class Tree {
  readonly objectives = new Map<number, ObjectiveNode>();
  readonly keyResults = new Map<number, KeyResultNode>();
  readonly people = new Map<number, string>();
  readonly teams = new Map<number, { name: string; parent: number }>();
  roots: ObjectiveNode[] = [];
  number = 0;

  /** Takes a whole tree or what changed since `number`, and links the nodes anew. */
  apply(payload: TreePayload): void {
    if (payload.full) {
      this.objectives.clear();
      this.keyResults.clear();
    }
    for (const person of payload.people) this.people.set(person.id, person.name);
    for (const team of payload.teams) this.teams.set(team.id, { name: team.name, parent: team.parent_id });
    this.takeObjectives(payload);
    this.takeKeyResults(payload);
    for (const id of payload.removed?.objectives ?? []) this.objectives.delete(id);
    for (const id of payload.removed?.key_results ?? []) this.keyResults.delete(id);
    this.number = payload.number;
    this.link();
  }

  private takeObjectives({ objectives: c }: TreePayload): void {
    for (let i = 0; i < c.id.length; i++) {
      this.objectives.set(c.id[i]!, {
        type: 'objective',
        id: c.id[i]!,
        title: c.title[i]!,
        parent: c.parent[i]!,
        parentKeyResult: c.parent_key_result[i]!,
        team: c.team[i]!,
        owner: c.owner[i]!,
        level: c.level[i]!,
        kind: c.kind[i]!,
        state: c.state[i]!,
        progress: c.progress[i] ?? null,
        expected: c.expected[i] ?? null,
        status: c.status[i]!,
        confidence: c.confidence[i] ?? null,
        stale: !!c.stale[i],
        position: c.position[i]!,
        version: c.version[i]!,
        lastDay: c.last_checkin_day[i] ?? null,
        can: !!c.can_edit[i],
        haystack: `${c.title[i]} o-${c.id[i]}`.toLocaleLowerCase(),
        children: [],
        keyResults: [],
      });
    }
  }

  private takeKeyResults({ key_results: c }: TreePayload): void {
    for (let i = 0; i < c.id.length; i++) {
      this.keyResults.set(c.id[i]!, {
        type: 'key_result',
        id: c.id[i]!,
        objective: c.objective[i]!,
        title: c.title[i]!,
        owner: c.owner[i]!,
        metric: c.metric[i]!,
        unit: c.unit[i] ?? null,
        decimals: c.decimals[i] ?? 0,
        value: c.value[i] ?? null,
        start: c.start[i] ?? null,
        target: c.target[i] ?? null,
        progress: c.progress[i] ?? null,
        expected: c.expected[i] ?? null,
        status: c.status[i]!,
        confidence: c.confidence[i] ?? null,
        stale: !!c.stale[i],
        lastDay: c.last_checkin_day[i] ?? null,
        spark: c.spark[i] ?? [],
        can: !!c.can_check_in[i],
        version: c.version[i]!,
        haystack: `${c.title[i]} kr-${c.id[i]}`.toLocaleLowerCase(),
      });
    }
  }

  private link(): void {
    for (const node of this.objectives.values()) {
      node.children = [];
      node.keyResults = [];
    }
    this.roots = [];
    for (const node of this.keyResults.values()) this.objectives.get(node.objective)?.keyResults.push(node);
    for (const node of this.objectives.values()) {
      const parent = this.parentOf(node);
      if (parent && parent !== node) parent.children.push(node);
      else this.roots.push(node);
    }
    const order = (a: ObjectiveNode, b: ObjectiveNode) =>
      levelOrder[a.level] - levelOrder[b.level] || a.position - b.position || a.id - b.id;
    this.roots.sort(order);
    for (const node of this.objectives.values()) if (node.children.length > 1) node.children.sort(order);
  }

  parentOf(node: ObjectiveNode): ObjectiveNode | undefined {
    if (node.parent) return this.objectives.get(node.parent);
    const through = node.parentKeyResult ? this.keyResults.get(node.parentKeyResult) : undefined;
    return through && this.objectives.get(through.objective);
  }

  /** The objectives that stand beside this one, in view order. */
  siblings(node: ObjectiveNode): ObjectiveNode[] {
    return this.parentOf(node)?.children ?? this.roots.filter((root) => root.level === node.level);
  }

  ownerName(node: TreeNode): string {
    return this.people.get(node.owner) ?? '';
  }

  /** A team and all teams below it. */
  teamsBelow(team: number): Set<number> {
    const found = new Set([team]);
    for (let grew = true; grew;) {
      grew = false;
      for (const [id, { parent }] of this.teams)
        if (found.has(parent) && !found.has(id)) {
          found.add(id);
          grew = true;
        }
    }
    return found;
  }

  /** Which nodes the filter means, without the ancestors that lead to them. */
  matches(filter: TreeFilter): Set<TreeNode> {
    const words = (filter.text ?? '').toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const teams = filter.team ? this.teamsBelow(filter.team) : null;
    const found = new Set<TreeNode>();
    const fits = (node: TreeNode, objective: ObjectiveNode | undefined) => {
      if (!objective || (teams && !teams.has(objective.team))) return false;
      if (filter.owner && node.owner !== filter.owner) return false;
      if (filter.kind && objective.kind !== filter.kind) return false;
      if (filter.level && objective.level !== filter.level) return false;
      if (filter.status && !hasStatus(node, filter.status)) return false;
      return words.every(
        (word) => node.haystack.includes(word) || this.ownerName(node).toLocaleLowerCase().includes(word),
      );
    };
    for (const node of this.objectives.values()) if (fits(node, node)) found.add(node);
    for (const node of this.keyResults.values())
      if (fits(node, this.objectives.get(node.objective))) found.add(node);
    return found;
  }

  /** The rows in view order. With a filter: what matches, and the way to it. */
  rows(expanded: ReadonlySet<string>, filter: TreeFilter = {}): TreeRow[] {
    const rows: TreeRow[] = [];
    const found = isEmpty(filter) ? null : this.matches(filter);
    const shown = found && this.withAncestors(found);
    const visit = (node: ObjectiveNode, depth: number, position: number, siblings: number) => {
      const keyResults = shown ? node.keyResults.filter((kr) => shown.has(kr)) : node.keyResults;
      const children = shown ? node.children.filter((child) => shown.has(child)) : node.children;
      const expandable = keyResults.length + children.length > 0;
      const key = keyOf(node);
      const isExpanded = expandable && (shown ? !expanded.has('-' + key) : expanded.has(key));
      rows.push({
        key,
        node,
        depth,
        expandable,
        expanded: isExpanded,
        context: !!found && !found.has(node),
        position,
        siblings,
      });
      if (!isExpanded) return;
      const count = keyResults.length + children.length;
      keyResults.forEach((kr, i) =>
        rows.push({
          key: keyOf(kr),
          node: kr,
          depth: depth + 1,
          expandable: false,
          expanded: false,
          context: false,
          position: i + 1,
          siblings: count,
        }),
      );
      children.forEach((child, i) => visit(child, depth + 1, keyResults.length + i + 1, count));
    };
    const roots = shown ? this.roots.filter((node) => shown.has(node)) : this.roots;
    roots.forEach((node, i) => visit(node, 0, i + 1, roots.length));
    return rows;
  }

  private withAncestors(found: Set<TreeNode>): Set<TreeNode> {
    const shown = new Set<TreeNode>(found);
    for (const node of found) {
      let up = node.type === 'key_result' ? this.objectives.get(node.objective) : this.parentOf(node);
      while (up && !shown.has(up)) {
        shown.add(up);
        up = this.parentOf(up);
      }
    }
    return shown;
  }

  /** Keys of the first `levels` levels, for "expand". */
  keysTo(levels: number): Set<string> {
    const found = new Set<string>();
    const visit = (node: ObjectiveNode, depth: number) => {
      if (depth >= levels) return;
      found.add(keyOf(node));
      for (const child of node.children) visit(child, depth + 1);
    };
    for (const root of this.roots) visit(root, 0);
    return found;
  }
}

function hasStatus(node: TreeNode, wanted: string): boolean {
  if (wanted === 'stale') return node.stale;
  if (wanted === 'ownerless') return node.owner === 0;
  if (wanted === 'unreported') return node.status === 'not_started' || node.status === 'no_update';
  return node.status === wanted;
}
