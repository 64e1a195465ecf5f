// A key result's value for people: numbers in their own locale, words for what is not a number.
import type { MetricType } from '../api/types';
import { metricValue } from '../core/format';
import { t } from '../i18n';

interface Valued {
  value: number | null;
  value_text: string | null;
  unit: string | null;
  decimals: number;
}

export function valueText(one: Valued, type: MetricType, short = false): string {
  if (type === 'done' && one.value !== null) return one.value >= 1 ? t('value.done') : t('value.not_done');
  if (type === 'milestones') {
    const counted = /^(\d+)\D+(\d+)$/.exec(one.value_text ?? '');
    if (counted) return t('value.milestones', { done: counted[1], all: counted[2] });
  }
  const isNumber =
    type !== 'milestones' && !(type === 'zones' && one.value_text && !/\d/.test(one.value_text));
  return isNumber
    ? metricValue(one.value, one.unit, one.decimals, short)
    : (one.value_text ?? metricValue(null, null));
}
