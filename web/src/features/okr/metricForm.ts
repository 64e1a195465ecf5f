// A key result's fields as typed, and the input they make; limits are the server's to judge.
import type { KeyResult, KeyResultInput, Metric, MetricType, Milestone } from '../../api/types';
import { editable, parseNumber } from '../../core/format';

export const metricTypes: MetricType[] = [
  'increase',
  'decrease',
  'at_least',
  'at_most',
  'between',
  'zones',
  'milestones',
  'done',
  'baseline',
];

export const metricNumbers: Record<MetricType, (keyof Metric)[]> = {
  increase: ['start', 'target'],
  decrease: ['start', 'target'],
  at_least: ['target', 'risk'],
  at_most: ['target', 'risk'],
  between: ['low', 'high'],
  zones: ['start', 'commit', 'target', 'stretch'],
  milestones: [],
  done: [],
  baseline: [],
};
export const zoneSentences = ['zone_start', 'zone_commit', 'zone_target', 'zone_stretch'] as const;

export interface MetricDraft {
  title: string;
  type: MetricType;
  numbers: Partial<Record<keyof Metric, string>>;
  sentences: boolean;
  zones: Record<(typeof zoneSentences)[number], string>;
  milestones: { id?: string; title: string; weight: string; done_on: string | null }[];
  unit: string;
  decimals: number;
  weight: string;
  due_on: string;
  cadence_weeks: string;
}

export function emptyDraft(): MetricDraft {
  return {
    title: '',
    type: 'increase',
    numbers: {},
    sentences: false,
    zones: { zone_start: '', zone_commit: '', zone_target: '', zone_stretch: '' },
    milestones: [1, 2, 3].map(() => ({ title: '', weight: '1', done_on: null })),
    unit: '',
    decimals: 0,
    weight: '1',
    due_on: '',
    cadence_weeks: '',
  };
}

export function draftOf(kr: KeyResult): MetricDraft {
  const { metric } = kr;
  const numbers: MetricDraft['numbers'] = {};
  for (const name of metricNumbers[metric.type]) numbers[name] = editable(metric[name] as number | null);
  return {
    title: kr.title,
    type: metric.type,
    numbers,
    sentences: !!metric.zone_target,
    zones: {
      zone_start: metric.zone_start ?? '',
      zone_commit: metric.zone_commit ?? '',
      zone_target: metric.zone_target ?? '',
      zone_stretch: metric.zone_stretch ?? '',
    },
    milestones: (metric.milestones ?? []).map((one) => ({ ...one, weight: editable(one.weight) })),
    unit: kr.unit ?? '',
    decimals: kr.decimals,
    weight: editable(kr.weight),
    due_on: kr.due_on ?? '',
    cadence_weeks: kr.cadence_weeks ? String(kr.cadence_weeks) : '',
  };
}

function metricOf(draft: MetricDraft): Metric {
  const metric: Metric = { type: draft.type };
  if (draft.type === 'zones' && draft.sentences)
    for (const name of zoneSentences) metric[name] = draft.zones[name].trim();
  else
    for (const name of metricNumbers[draft.type]) {
      const value = parseNumber(draft.numbers[name] ?? '');
      if (value !== null) Object.assign(metric, { [name]: value });
    }
  if (draft.type === 'milestones')
    metric.milestones = draft.milestones
      .filter((one) => one.title.trim())
      .map<Milestone>((one) => ({
        ...(one.id ? { id: one.id } : {}),
        title: one.title.trim(),
        weight: parseNumber(one.weight) ?? 1,
        done_on: one.done_on,
      }));
  return metric;
}

export function inputOf(draft: MetricDraft): KeyResultInput {
  const input: KeyResultInput = {
    title: draft.title.trim(),
    metric: metricOf(draft),
    decimals: draft.decimals,
    weight: parseNumber(draft.weight) ?? 1,
  };
  if (draft.unit.trim()) input.unit = draft.unit.trim();
  if (draft.due_on) input.due_on = draft.due_on;
  if (draft.cadence_weeks) input.cadence_weeks = Number(draft.cadence_weeks);
  return input;
}

/** The server names fields by their path (`metric.target`); the form shows them by their last part. */
export function errorsByName(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([path, text]) => [
      path
        .split(/[./]/)
        .filter((part) => !/^\d+$/.test(part))
        .at(-1) ?? path,
      text,
    ]),
  );
}
