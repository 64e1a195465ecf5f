// The shapes of the HTTP API (/api/v1), by hand from the contract: what pages read and send.

export type Status = 'on_track' | 'behind' | 'off_track' | 'achieved' | 'not_started' | 'no_update' | 'none';
export type ObjectiveState =
  'draft' | 'active' | 'achieved' | 'partly_achieved' | 'missed' | 'dropped' | 'carried_over';
export type ObjectiveKind = 'committed' | 'aspirational' | 'learning';
export type ObjectiveLevel = 'company' | 'team' | 'person';
export type Visibility = 'organisation' | 'team' | 'people' | 'private';
export type MetricType =
  'increase' | 'decrease' | 'at_least' | 'at_most' | 'between' | 'zones' | 'milestones' | 'done' | 'baseline';
export type CycleState = 'planning' | 'active' | 'review' | 'closed';
export type Role = 'admin' | 'people_admin' | 'champion' | 'member' | 'viewer' | 'guest' | 'auditor';
export type LinkKind = 'contributes' | 'supports' | 'depends_on';

export interface List<T> {
  items: T[];
  next?: string | null;
}
export interface PersonRef {
  id: string;
  name: string;
  title?: string | null;
  state?: string | null;
}
export interface TeamRef {
  id: string;
  name: string;
}
export interface CycleRef {
  id: string;
  name: string;
  state: CycleState;
}
export interface TitleRef {
  id: string;
  title: string;
}

export interface Person extends PersonRef {
  email: string;
  role: Role;
  manager: PersonRef | null;
  locale: string | null;
  timezone: string | null;
  teams: TeamRef[];
  leads: TeamRef[];
  deactivated_at: string | null;
  version: number;
  can: string[];
}
export interface OrganisationRef {
  name: string;
  timezone: string;
  locale: string;
  week_start: number;
  fiscal_year_start_month: number;
}
export interface Organisation extends OrganisationRef {
  policy: string;
  objectives_per_owner_limit: number | null;
  objectives_per_team_limit: number | null;
  key_results_min: number | null;
  key_results_max: number | null;
  limits_mode: string;
  version: number;
}
export interface Me {
  person: Person;
  organisation: OrganisationRef;
  current_cycle: CycleRef | null;
  today: string;
  locale: string | null;
  scopes: string[];
  can: string[];
  due_count: number;
  version_number: number;
  demo: boolean;
}

export interface Cycle extends CycleRef {
  starts_on: string;
  ends_on: string;
  parent: CycleRef | null;
  check_in_weekday: number;
  check_in_every_weeks: number;
  policy: string | null;
  version: number;
  can: string[];
}
export type StatusCounts = Partial<Record<Status, number>>;
export interface Figures {
  progress: number | null;
  expected: number | null;
  confidence: number | null;
  net_confidence: number | null;
  objectives: number;
  key_results: number;
  status_counts: StatusCounts;
  objective_status_counts: StatusCounts;
  stale: number;
  ownerless: number;
  explanation_path: string;
}
export interface CycleOverview {
  cycle: Cycle;
  figures: Figures;
  by_team: { team: TeamRef; figures: Figures }[];
  discipline: { week: string; due: number; done: number }[];
  stale: KeyResultRow[];
  ownerless_count: number;
  objectives_by_kind: Partial<Record<ObjectiveKind, number>>;
}

export interface StatusReason {
  gap?: number | null;
  expected?: number | null;
  progress?: number | null;
}
export interface ObjectiveRow {
  id: string;
  title: string;
  kind: ObjectiveKind;
  level: ObjectiveLevel;
  state: ObjectiveState;
  cycle_id: string;
  team: TeamRef | null;
  owner: PersonRef | null;
  former_owner?: PersonRef | null;
  weight: number;
  progress: number | null;
  expected: number | null;
  status: Status;
  confidence: number | null;
  stale: boolean;
  key_result_count: number;
  last_checkin_at: string | null;
  archived: boolean;
  version: number;
  key_results?: KeyResultRow[];
}
export interface BelowRow extends ObjectiveRow {
  depth: number;
  parent_id: string | null;
}
export interface KeyResultRow {
  id: string;
  objective_id: string;
  title: string;
  owner: PersonRef | null;
  former_owner?: PersonRef | null;
  metric_type: MetricType;
  unit: string | null;
  decimals: number;
  start: number | null;
  target: number | null;
  value: number | null;
  value_text: string | null;
  progress: number | null;
  expected: number | null;
  status: Status;
  stale: boolean;
  confidence: number | null;
  spark: number[];
  last_checkin_at: string | null;
  due_on: string | null;
  weight: number;
  checkin_count: number;
  archived: boolean;
  version: number;
  can: string[];
}
export type LineItem =
  | { kind: 'objective' | 'key_result'; id: string; title: string; restricted?: undefined }
  | { restricted: true; kind?: undefined; id?: undefined; title?: undefined };
export interface LinkOther {
  id?: string;
  title?: string;
  owner?: PersonRef | null;
  progress?: number | null;
  status?: Status;
  cycle?: CycleRef;
  restricted?: boolean;
}
export interface LinkView {
  id: string;
  kind: LinkKind;
  weight: number;
  state: string | null;
  version: number;
  other: LinkOther;
  to_key_result?: TitleRef | null;
}
export interface Objective extends Omit<
  ObjectiveRow,
  'cycle_id' | 'key_result_count' | 'archived' | 'last_checkin_at'
> {
  description: string;
  description_html: string;
  cycle: CycleRef;
  former_owner: PersonRef | null;
  contributors: PersonRef[];
  viewers: PersonRef[];
  visibility: Visibility;
  position: number;
  manual_progress: number | null;
  status_reason: StatusReason | null;
  score: number | null;
  suggested_score: number | null;
  closing_note: string | null;
  closed_at: string | null;
  archived_at: string | null;
  carried_from: TitleRef | null;
  key_results: KeyResultRow[];
  line_up: LineItem[][];
  contributes_to: LinkView[];
  supports: LinkView[];
  depends_on: LinkView[];
  contributed_by: LinkView[];
  supported_by: LinkView[];
  depended_on_by: LinkView[];
  created_at: string;
  updated_at: string;
  can: string[];
}

export interface Milestone {
  id?: string;
  title: string;
  weight: number;
  done_on: string | null;
}
export interface Phase {
  on: string;
  value: number;
}
export interface Metric {
  type: MetricType;
  start?: number | null;
  target?: number | null;
  low?: number | null;
  high?: number | null;
  commit?: number | null;
  stretch?: number | null;
  risk?: number | null;
  zone_start?: string | null;
  zone_commit?: string | null;
  zone_target?: string | null;
  zone_stretch?: string | null;
  milestones?: Milestone[] | null;
  phases?: Phase[] | null;
}
export interface SeriesPoint {
  at: string;
  on: string;
  value: number;
  progress: number | null;
  confidence: number | null;
}
export interface TargetRevision {
  from: string;
  start: number | null;
  target: number | null;
  why: string;
  author: PersonRef | null;
  created_at: string;
}
export interface KeyResult extends Omit<
  KeyResultRow,
  'objective_id' | 'metric_type' | 'spark' | 'archived' | 'start' | 'target'
> {
  objective: TitleRef;
  description: string;
  description_html: string;
  former_owner: PersonRef | null;
  contributors: PersonRef[];
  metric: Metric;
  share: number | null;
  starts_on: string | null;
  cadence_weeks: number | null;
  source: string;
  position: number;
  attainment: number | null;
  expected_value: number | null;
  status_reason: StatusReason | null;
  next_due_on: string | null;
  series: SeriesPoint[];
  expected_line: { on: string; value: number }[];
  targets: TargetRevision[];
  first_ratio: number | null;
  archived_at: string | null;
  cycle: CycleRef & { starts_on: string; ends_on: string };
  created_at: string;
}
export interface KeyResultInput {
  title: string;
  description?: string;
  owner?: string | null;
  contributors?: string[];
  metric: Metric;
  unit?: string | null;
  decimals?: number;
  weight?: number;
  share?: number | null;
  starts_on?: string | null;
  due_on?: string | null;
  cadence_weeks?: number | null;
  source?: string;
}
export interface Checkin {
  id: string;
  key_result: TitleRef;
  author: PersonRef | null;
  value: number | null;
  value_text: string | null;
  previous_value: number | null;
  confidence: number | null;
  happened: string;
  blocked: string;
  next_steps: string;
  happened_html?: string;
  blocked_html?: string;
  next_steps_html?: string;
  at: string;
  on: string;
  recorded_at: string;
  edited_at: string | null;
  version: number;
  can: string[];
}
export interface CheckinPost {
  value?: number;
  done_milestones?: { id: string; done_on: string }[];
  confidence: number | null;
  happened?: string;
  blocked?: string;
  next_steps?: string;
  on?: string;
}
export interface CheckinAnswer {
  checkin: Checkin;
  key_result: KeyResult;
  ancestors: {
    id: string;
    progress: number | null;
    expected: number | null;
    status: Status;
    confidence: number | null;
  }[];
}
export interface Preview {
  progress: number | null;
  attainment: number | null;
  status: Status;
  value_text: string | null;
  change: number | null;
  objective_progress: number | null;
  objective_progress_before: number | null;
}
export interface AttentionItem {
  kind: 'stale' | 'off_track' | 'behind' | 'ownerless' | 'no_key_results' | 'no_measure';
  subject: { type: string; id: string; title: string };
  reason: string;
  gap?: number | null;
  owner?: PersonRef | null;
  since: string | null;
}
export type WeekState = 'due' | 'overdue' | 'done' | 'upcoming';
export interface WeekItem {
  key_result: KeyResultRow;
  objective: TitleRef;
  due_on: string;
  state: WeekState;
  last: Checkin | null;
  milestones?: Milestone[] | null;
  zones?: Partial<Metric> | null;
}
export interface MyWeek {
  week_start: string;
  week_end: string;
  today: string;
  items: WeekItem[];
  counts: Record<WeekState, number>;
  attention: AttentionItem[];
}

export interface Team {
  id: string;
  name: string;
  description: string;
  parent: TeamRef | null;
  path: TeamRef[];
  lead: PersonRef | null;
  members: PersonRef[];
  children: TeamRef[];
  archived_at: string | null;
  version: number;
  can: string[];
}
export interface TeamNode {
  id: string;
  name: string;
  parent_id: string | null;
  lead: PersonRef | null;
  member_count: number;
  archived: boolean;
  progress: number | null;
  status_counts: StatusCounts;
}
export interface TeamOverview {
  team: Team;
  figures: Figures;
  objectives: ObjectiveRow[];
  members: { person: PersonRef; key_results: number; due: number; checked_in: number }[];
  attention: AttentionItem[];
}
export interface PersonOkrs {
  objectives: ObjectiveRow[];
  key_results: KeyResultRow[];
}

type Nullable<T> = (T | null)[];
export interface TreeObjectives {
  id: number[];
  title: string[];
  parent: number[];
  parent_key_result: number[];
  team: number[];
  owner: number[];
  level: ObjectiveLevel[];
  kind: ObjectiveKind[];
  state: ObjectiveState[];
  progress: Nullable<number>;
  expected: Nullable<number>;
  status: Status[];
  confidence: Nullable<number>;
  stale: number[];
  position: number[];
  version: number[];
  last_checkin_day: Nullable<number>;
  can_edit: number[];
}
export interface TreeKeyResults {
  id: number[];
  objective: number[];
  title: string[];
  owner: number[];
  metric: MetricType[];
  unit: Nullable<string>;
  decimals: number[];
  value: Nullable<number>;
  start: Nullable<number>;
  target: Nullable<number>;
  progress: Nullable<number>;
  expected: Nullable<number>;
  status: Status[];
  confidence: Nullable<number>;
  stale: number[];
  last_checkin_day: Nullable<number>;
  spark: number[][];
  can_check_in: number[];
  version: number[];
}
export interface TreePayload {
  number: number;
  cycle: Cycle;
  full: boolean;
  figures: Figures;
  objectives: TreeObjectives;
  key_results: TreeKeyResults;
  people: { id: number; name: string }[];
  teams: { id: number; name: string; parent_id: number }[];
  removed?: { objectives: number[]; key_results: number[] };
}

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}
export interface ActivityItem {
  number: number;
  at: string;
  actor: PersonRef | null;
  kind: string;
  subject: { type: string; id: string; title: string };
  changes: FieldChange[];
  summary_key?: string;
  params?: Record<string, unknown>;
}
export interface SearchHit {
  type: 'objective' | 'key_result' | 'person' | 'team' | 'cycle' | 'checkin';
  id: string;
  title: string;
  context: string | null;
  /** Of a key result its objective, of a check-in its key result. */
  parent?: string | null;
  status: Status | null;
  highlights: [number, number][];
}
export interface SearchAnswer {
  items: SearchHit[];
  total: number;
}
export interface SavedView {
  id: string;
  name: string;
  page: string;
  query: string;
}
export interface Explanation {
  figure: string;
  value: number | null;
  policy: { name: string; version: number | string };
  rule: string;
  formula: string;
  inputs: { name: string; value: unknown }[];
  items: { type: string; id: string | null; title: string | null; weight: number; progress: number | null }[];
  checkin: {
    id: string;
    at: string;
    author: string | PersonRef | null;
    value: number | null;
    value_text?: string | null;
  } | null;
  notes: string[];
  parts?: Explanation[];
}

export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  fields?: FieldProblem[];
  request_id?: string;
  current?: unknown;
  path?: LineItem[];
}
