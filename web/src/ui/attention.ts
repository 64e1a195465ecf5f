// The sentence behind an attention item: the server's reason word with its figure and date.
import type { AttentionItem, Status } from '../api/types';
import { roundHalfAway, shortDate } from '../core/format';
import { maybe } from '../i18n';

export function reasonText(item: AttentionItem): string {
  const points = roundHalfAway((item.gap ?? 0) * 100);
  return maybe(`reason.${item.reason}`, { points, date: shortDate(item.since) }) ?? item.reason;
}

/** The status whose sign stands for an item of this kind. */
export const attentionStatus: Record<AttentionItem['kind'], Status> = {
  stale: 'no_update',
  off_track: 'off_track',
  behind: 'behind',
  ownerless: 'no_update',
  no_key_results: 'none',
  no_measure: 'none',
};

export function attentionHref(item: AttentionItem): string {
  return item.subject.type === 'key_result'
    ? `/key-results/${item.subject.id}`
    : `/objectives/${item.subject.id}`;
}
