// What a check-in form holds while it is filled in, and the body it sends; no rule of the maths.
import type { CheckinPost, KeyResult, KeyResultRow, Metric, MetricType, Milestone } from '../../api/types';
import { parseNumber } from '../../core/format';

/** The part of a key result that a check-in form needs. */
export interface CheckinSubject {
  id: string;
  title: string;
  type: MetricType;
  unit: string | null;
  decimals: number;
  value: number | null;
  progress: number | null;
  expected: number | null;
  status: KeyResultRow['status'];
  confidence: number | null;
  milestones: Milestone[] | null;
  zones: Partial<Metric> | null;
}

export type InputKind = 'number' | 'milestones' | 'done' | 'zones';

export function inputKind(subject: Pick<CheckinSubject, 'type' | 'zones'>): InputKind {
  if (subject.type === 'milestones') return 'milestones';
  if (subject.type === 'done') return 'done';
  if (subject.type === 'zones' && subject.zones?.zone_target) return 'zones';
  return 'number';
}

export interface Draft {
  text: string;
  done: boolean;
  zone: string;
  milestones: Record<string, string | null>;
  confidence: number | null;
  happened: string;
  blocked: string;
  next_steps: string;
  on: string;
}

/** The value part of the body, or null while what was typed is not a value yet. */
export function valueOf(
  kind: InputKind,
  draft: Draft,
): Pick<CheckinPost, 'value' | 'done_milestones'> | null {
  if (kind === 'milestones')
    return {
      done_milestones: Object.entries(draft.milestones)
        .filter((entry): entry is [string, string] => entry[1] !== null)
        .map(([id, done_on]) => ({ id, done_on })),
    };
  if (kind === 'done') return { value: draft.done ? 1 : 0 };
  if (kind === 'zones') return draft.zone === '' ? null : { value: Number(draft.zone) };
  const value = parseNumber(draft.text);
  return value === null ? null : { value };
}

export function bodyOf(kind: InputKind, draft: Draft, today: string): CheckinPost | null {
  const value = valueOf(kind, draft);
  if (!value) return null;
  const body: CheckinPost = { ...value, confidence: draft.confidence };
  if (draft.happened.trim()) body.happened = draft.happened.trim();
  if (draft.blocked.trim()) body.blocked = draft.blocked.trim();
  if (draft.next_steps.trim()) body.next_steps = draft.next_steps.trim();
  if (draft.on && draft.on !== today) body.on = draft.on;
  return body;
}

export function subjectOfRow(
  row: KeyResultRow,
  milestones?: Milestone[] | null,
  zones?: Partial<Metric> | null,
): CheckinSubject {
  const { id, title, metric_type: type, unit, decimals, value, progress, expected, status, confidence } = row;
  return {
    id,
    title,
    type,
    unit,
    decimals,
    value,
    progress,
    expected,
    status,
    confidence,
    milestones: milestones ?? null,
    zones: zones ?? null,
  };
}

export function subjectOf(kr: KeyResult): CheckinSubject {
  const { id, title, unit, decimals, value, progress, expected, status, confidence, metric } = kr;
  return {
    id,
    title,
    type: metric.type,
    unit,
    decimals,
    value,
    progress,
    expected,
    status,
    confidence,
    milestones: metric.milestones ?? null,
    zones: metric,
  };
}
