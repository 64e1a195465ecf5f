// The dry run's lines: what is wrong stands below its row, filters leave what they name.
import { describe, expect, it } from 'vitest';
import type { ImportPreview } from '../../api/administration';
import { linesOf } from './rows';

const preview: ImportPreview = {
  columns: [],
  fields: [],
  rows: [
    { row: 2, fate: 'create', objective: 'A', key_result: 'one', note: '' },
    { row: 3, fate: 'problem', objective: 'A', key_result: 'two', note: '' },
    { row: 4, fate: 'skip', objective: '', key_result: '', note: 'empty row' },
  ],
  problems: [
    { row: 1, column: '', code: 'no_objective_column', message: '' },
    { row: 3, column: 'Value', code: 'not_a_number', message: '"x"' },
    { row: 3, column: 'Target', code: 'start_equals_target', message: '' },
  ],
  counts: { objectives: 1, key_results: 1, checkins: 0, skipped: 1, problems: 1 },
};
const told = (show: 'all' | 'problems' | 'skipped') =>
  linesOf(preview, show).map((line) =>
    line.kind === 'row' ? `row ${line.row.row}` : `${line.problem.row} ${line.problem.code}`,
  );

describe('the lines of a dry run', () => {
  it('put the problems of a row below it and those of the whole file first', () => {
    expect(told('all')).toEqual([
      '1 no_objective_column',
      'row 2',
      'row 3',
      '3 not_a_number',
      '3 start_equals_target',
      'row 4',
    ]);
  });
  it('leave only rows with problems, or only skipped ones, when asked', () => {
    expect(told('problems')).toEqual([
      '1 no_objective_column',
      'row 3',
      '3 not_a_number',
      '3 start_equals_target',
    ]);
    expect(told('skipped')).toEqual(['row 4']);
  });
});
