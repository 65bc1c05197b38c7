// What a register's file is, by its name.
export const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const accepted = '.csv,.xlsx,.xlsm,.jsonl,.ndjson';

export function typeOf(name: string): string {
  if (/\.xls[xm]$/i.test(name)) return workbook;
  return /\.(jsonl|ndjson)$/i.test(name) ? 'application/x-ndjson' : 'text/csv';
}
